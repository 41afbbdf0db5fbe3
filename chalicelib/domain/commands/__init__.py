"""What people may ask for. Each command declares its fields once: forms, validation and the OpenAPI text follow.

A field marked `sealed` is typed text: it never reaches an event, only the sealed body that the event points to. The
commands stand in the modules of this package by who may ask; everybody imports them from here.
"""

from __future__ import annotations

from chalicelib.domain.commands.agency import Acknowledge as Acknowledge
from chalicelib.domain.commands.agency import AnswerCase as AnswerCase
from chalicelib.domain.commands.agency import Contribute as Contribute
from chalicelib.domain.commands.agency import GiveOpinion as GiveOpinion
from chalicelib.domain.commands.agency import PassOn as PassOn
from chalicelib.domain.commands.agency import ProposeEscalation as ProposeEscalation
from chalicelib.domain.commands.agency import ReplyToNaming as ReplyToNaming
from chalicelib.domain.commands.agency import ReportStatus as ReportStatus
from chalicelib.domain.commands.agency import RequestExtension as RequestExtension
from chalicelib.domain.commands.agency import ReturnCase as ReturnCase
from chalicelib.domain.commands.asking import CONTENT_LIMIT as CONTENT_LIMIT
from chalicelib.domain.commands.asking import FILES_LIMIT as FILES_LIMIT
from chalicelib.domain.commands.asking import PARTS_LIMIT as PARTS_LIMIT
from chalicelib.domain.commands.asking import REASON_LIMIT as REASON_LIMIT
from chalicelib.domain.commands.asking import TITLE_LIMIT as TITLE_LIMIT
from chalicelib.domain.commands.asking import Command as Command
from chalicelib.domain.commands.asking import Spec as Spec
from chalicelib.domain.commands.desk import CiteAnswer as CiteAnswer
from chalicelib.domain.commands.desk import Close as Close
from chalicelib.domain.commands.desk import DeclineWithdrawal as DeclineWithdrawal
from chalicelib.domain.commands.desk import Disclose as Disclose
from chalicelib.domain.commands.desk import Escalate as Escalate
from chalicelib.domain.commands.desk import FollowUp as FollowUp
from chalicelib.domain.commands.desk import GrantExtension as GrantExtension
from chalicelib.domain.commands.desk import GrantWithdrawal as GrantWithdrawal
from chalicelib.domain.commands.desk import HandOver as HandOver
from chalicelib.domain.commands.desk import InviteOpinion as InviteOpinion
from chalicelib.domain.commands.desk import PostNationally as PostNationally
from chalicelib.domain.commands.desk import ProposeNaming as ProposeNaming
from chalicelib.domain.commands.desk import RecordDirective as RecordDirective
from chalicelib.domain.commands.desk import RefuseExtension as RefuseExtension
from chalicelib.domain.commands.desk import RevealIdentity as RevealIdentity
from chalicelib.domain.commands.desk import Review as Review
from chalicelib.domain.commands.desk import Undo as Undo
from chalicelib.domain.commands.desk import Urge as Urge
from chalicelib.domain.commands.desk import Withhold as Withhold
from chalicelib.domain.commands.intake import AcknowledgeDenunciation as AcknowledgeDenunciation
from chalicelib.domain.commands.intake import AskSupplement as AskSupplement
from chalicelib.domain.commands.intake import Claim as Claim
from chalicelib.domain.commands.intake import Classify as Classify
from chalicelib.domain.commands.intake import ConfirmPurge as ConfirmPurge
from chalicelib.domain.commands.intake import Forward as Forward
from chalicelib.domain.commands.intake import Link as Link
from chalicelib.domain.commands.intake import Merge as Merge
from chalicelib.domain.commands.intake import Note as Note
from chalicelib.domain.commands.intake import Purge as Purge
from chalicelib.domain.commands.intake import Reassign as Reassign
from chalicelib.domain.commands.intake import Redirect as Redirect
from chalicelib.domain.commands.intake import Refuse as Refuse
from chalicelib.domain.commands.intake import Release as Release
from chalicelib.domain.commands.intake import Restrict as Restrict
from chalicelib.domain.commands.intake import Split as Split
from chalicelib.domain.commands.intake import WriteTexts as WriteTexts
from chalicelib.domain.commands.leader import DecideNaming as DecideNaming
from chalicelib.domain.commands.leader import Direct as Direct
from chalicelib.domain.commands.leader import Honour as Honour
from chalicelib.domain.commands.leader import RetireNaming as RetireNaming
from chalicelib.domain.commands.leader import Settle as Settle
from chalicelib.domain.commands.submitter import AskCorrection as AskCorrection
from chalicelib.domain.commands.submitter import AskWithdrawal as AskWithdrawal
from chalicelib.domain.commands.submitter import Consent as Consent
from chalicelib.domain.commands.submitter import ContestRefusal as ContestRefusal
from chalicelib.domain.commands.submitter import RaiseAgain as RaiseAgain
from chalicelib.domain.commands.submitter import Rate as Rate
from chalicelib.domain.commands.submitter import Supplement as Supplement
from chalicelib.domain.commands.submitter import Withdraw as Withdraw
from chalicelib.domain.commands.system import NoteRepeat as NoteRepeat
from chalicelib.domain.commands.system import RecomputeDeadlines as RecomputeDeadlines
from chalicelib.domain.commands.system import RenewSecret as RenewSecret
from chalicelib.domain.commands.system import ReportMailFailure as ReportMailFailure
from chalicelib.domain.commands.system import Succeed as Succeed
from chalicelib.domain.commands.system import TakeIn as TakeIn
from chalicelib.domain.commands.system import Tick as Tick


def _all(base: type[Command]) -> list[type[Command]]:
    return [found for child in base.__subclasses__() for found in (child, *_all(child))]


# Slots make a second class of each; the later one, which is the one that has a name in its module, wins.
COMMANDS: dict[str, type[Command]] = {command.name: command for command in _all(Command)}
