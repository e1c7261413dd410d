"""Arrays of numbers by what each number is, for annotations. Nothing of NumPy is loaded to name them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

type Generator = np.random.Generator
type Index = np.intp
type Numbers = ArrayLike
type Array = NDArray[Any]
type Whole = NDArray[np.int64]
type Reals = NDArray[np.float64]
type Bools = NDArray[np.bool_]
type Indices = NDArray[np.intp]
type Int8s = NDArray[np.int8]
type Int32s = NDArray[np.int32]
type UInt8s = NDArray[np.uint8]
type UInt16s = NDArray[np.uint16]
type UInt32s = NDArray[np.uint32]
type UInt64s = NDArray[np.uint64]
