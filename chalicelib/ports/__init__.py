"""What the use cases need from the world. The comments are the contract: every adapter and fake passes one suite.

The ports stand in the modules of this package by subject; everybody imports them from here.
"""

from chalicelib.ports.cases import CaseKey as CaseKey
from chalicelib.ports.cases import CaseStore as CaseStore
from chalicelib.ports.cases import Change as Change
from chalicelib.ports.cases import Clock as Clock
from chalicelib.ports.cases import CodeTaken as CodeTaken
from chalicelib.ports.cases import Conflict as Conflict
from chalicelib.ports.cases import Deliveries as Deliveries
from chalicelib.ports.cases import FileInfo as FileInfo
from chalicelib.ports.cases import Files as Files
from chalicelib.ports.cases import Outbox as Outbox
from chalicelib.ports.cases import OutboxRow as OutboxRow
from chalicelib.ports.cases import QueueEntry as QueueEntry
from chalicelib.ports.cases import ReferenceStore as ReferenceStore
from chalicelib.ports.cases import SealedBody as SealedBody
from chalicelib.ports.cases import Secrets as Secrets
from chalicelib.ports.cases import Submission as Submission
from chalicelib.ports.cases import Unavailable as Unavailable
from chalicelib.ports.cases import Vault as Vault
from chalicelib.ports.mail import Alleged as Alleged
from chalicelib.ports.mail import Claim as Claim
from chalicelib.ports.mail import LetterItem as LetterItem
from chalicelib.ports.mail import LetterRow as LetterRow
from chalicelib.ports.mail import Letters as Letters
from chalicelib.ports.mail import Links as Links
from chalicelib.ports.mail import Mail as Mail
from chalicelib.ports.mail import Mailer as Mailer
from chalicelib.ports.mail import MailLater as MailLater
from chalicelib.ports.mail import MailRefused as MailRefused
from chalicelib.ports.publication import Document as Document
from chalicelib.ports.publication import Lease as Lease
from chalicelib.ports.publication import Ledger as Ledger
from chalicelib.ports.publication import LedgerEntry as LedgerEntry
from chalicelib.ports.publication import Site as Site
