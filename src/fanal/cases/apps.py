from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "fanal.cases"
    label = "cases"

    def ready(self) -> None:
        """Each part declares what it brings: policy, deeds, doors, what it hears."""
        from fanal.access import api as access
        from fanal.cases import holding, policy
        from fanal.cases.acts import policy as acts_policy
        from fanal.cases.acts.desk import doors as act_doors
        from fanal.cases.approvals import policy as approvals
        from fanal.cases.approvals.desk import doors as approval_doors
        from fanal.cases.assessing import policy as assessing_policy
        from fanal.cases.assessing.desk import doors as assessing_doors
        from fanal.cases.child_side import policy as child_policy
        from fanal.cases.child_side.desk import doors as child_doors
        from fanal.cases.closing import policy as closing_policy
        from fanal.cases.closing.desk import doors as closing_doors
        from fanal.cases.counting import counting
        from fanal.cases.course import owed  # noqa: F401
        from fanal.cases.course import policy as course_policy
        from fanal.cases.course.desk import doors as course_doors
        from fanal.cases.exchange import policy as exchange_policy
        from fanal.cases.exchange.desk import doors as exchange_doors
        from fanal.cases.files import affected, record, restricting
        from fanal.cases.files.desk import doors as file_doors
        from fanal.cases.follow_ups import policy as follow_ups_policy
        from fanal.cases.follow_ups.desk import doors as follow_up_doors
        from fanal.cases.gate import policy as gate_policy
        from fanal.cases.gate.desk import doors as gate_doors
        from fanal.cases.grounds import policy as grounds_policy
        from fanal.cases.grounds.desk import doors as grounds_doors
        from fanal.cases.interests import policy as interests_policy
        from fanal.cases.interests.desk import doors as interests_doors
        from fanal.cases.keeping import policy as keeping_policy
        from fanal.cases.keeping.desk import doors as keeping_doors
        from fanal.cases.opening import accepted
        from fanal.cases.opening.desk import doors as opening_doors
        from fanal.cases.people.desk import doors as people_doors
        from fanal.cases.rights import policy as rights_policy
        from fanal.cases.rights.desk import doors as rights_doors
        from fanal.cases.search import policy as search_policy
        from fanal.cases.search.desk import doors as search_doors
        from fanal.clocks.api import due_changed
        from fanal.concerns.api import (
            concern_accepted,
            concern_linked,
            concern_restricted,
            concern_taken_back,
            register_cases,
        )

        for one in (
            policy,
            approvals,
            grounds_policy,
            course_policy,
            gate_policy,
            keeping_policy,
            acts_policy,
            assessing_policy,
            follow_ups_policy,
            interests_policy,
            closing_policy,
            child_policy,
            rights_policy,
            exchange_policy,
            search_policy,
        ):
            access.name_deeds(one.DEEDS)
        for shown in (
            file_doors,
            opening_doors,
            approval_doors,
            grounds_doors,
            course_doors,
            gate_doors,
            keeping_doors,
            act_doors,
            assessing_doors,
            follow_up_doors,
            people_doors,
            interests_doors,
            closing_doors,
            child_doors,
            rights_doors,
            exchange_doors,
            search_doors,
        ):
            shown.open_doors()
        affected.declare()
        record.afterwards(counting.after)
        concern_accepted.connect(accepted.on_accepted, dispatch_uid="cases.accepted")
        concern_linked.connect(accepted.on_linked, dispatch_uid="cases.linked")
        concern_restricted.connect(restricting.on_concern_restricted, dispatch_uid="cases.restricted")
        concern_taken_back.connect(accepted.on_taken_back, dispatch_uid="cases.taken_back")
        register_cases(accepted.open_case)
        due_changed.connect(holding.on_due_changed, dispatch_uid="cases.holding")
