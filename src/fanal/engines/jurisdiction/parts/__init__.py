"""The six parts of a route, each weighed by itself: elements, link, law of the place, time, judgments, immunity."""
