from rukun.training.models.fitness import Suspension
from rukun.training.models.learning import Attempt, Attendance, Certificate, CourseClass, Reminder
from rukun.training.models.members import Applicant, CodeSigning, MemberCount, Membership, MembershipState
from rukun.training.models.partners import Agreement, Document, Partnership, PartnershipState, Verification

__all__ = [
    "Agreement",
    "Applicant",
    "Attempt",
    "Attendance",
    "Certificate",
    "CodeSigning",
    "CourseClass",
    "Document",
    "MemberCount",
    "Membership",
    "MembershipState",
    "Partnership",
    "PartnershipState",
    "Reminder",
    "Suspension",
    "Verification",
]
