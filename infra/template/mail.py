"""Mail: the identity that sends, and the way back of deliveries, bounces and complaints (SES -> SNS -> mail_event)."""

from typing import Any

# Without deliveries nobody knows that a notice arrived, and a step that did not arrive does not count.
EVENTS = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "RENDERING_FAILURE", "DELIVERY_DELAY"]


def _topic_policy() -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": {"Ref": "MailTopic"},
        "Condition": {"StringEquals": {"AWS:SourceAccount": {"Ref": "AWS::AccountId"}}},
    }
    return {
        "Type": "AWS::SNS::TopicPolicy",
        "Properties": {
            "Topics": [{"Ref": "MailTopic"}],
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        },
    }


def template() -> dict[str, Any]:
    destination = {
        "Name": "mail-event",
        "Enabled": True,
        "MatchingEventTypes": EVENTS,
        "SnsDestination": {"TopicARN": {"Ref": "MailTopic"}},
    }
    return {
        "Resources": {
            "MailTopic": {"Type": "AWS::SNS::Topic"},
            "MailTopicPolicy": _topic_policy(),
            "MailSender": {
                "Type": "AWS::SES::EmailIdentity",
                "Properties": {"EmailIdentity": {"Ref": "MailIdentity"}},
            },
            "MailConfiguration": {
                "Type": "AWS::SES::ConfigurationSet",
                "Properties": {
                    "ReputationOptions": {"ReputationMetricsEnabled": True},
                    # Desk links are secrets: SES must not rewrite them to count clicks.
                    "SendingOptions": {"SendingEnabled": True},
                },
            },
            "MailEvents": {
                "Type": "AWS::SES::ConfigurationSetEventDestination",
                "DependsOn": ["MailTopicPolicy"],
                "Properties": {
                    "ConfigurationSetName": {"Ref": "MailConfiguration"},
                    "EventDestination": destination,
                },
            },
        },
        "Outputs": {
            "MailTopicArn": {"Value": {"Ref": "MailTopic"}},
            "MailConfigurationName": {"Value": {"Ref": "MailConfiguration"}},
            "MailFromAddress": {"Value": {"Ref": "MailFrom"}},
        },
    }
