"""What differs between deployments: every other value of the template is fixed."""

from typing import Any


def _parameter(default: str, description: str, kind: str = "String", **more: Any) -> dict[str, Any]:
    return {"Type": kind, "Default": default, "Description": description, **more}


def template() -> dict[str, Any]:
    yes_no = {"AllowedValues": ["yes", "no"]}
    return {
        "Parameters": {
            "SiteOrigin": _parameter("", "Origin of the public site, https://... (empty: the distribution's own)"),
            "FilesOrigin": _parameter("", "Origin of uploads and downloads (empty: the distribution's own)"),
            "MailFrom": _parameter("hoiam@example.vn", "Sender of every mail"),
            "MailIdentity": _parameter("example.vn", "Verified domain or address in SES"),
            "WarmWrites": _parameter(
                "0", "Warm write units of tables and indexes (8000 for bursts; 0: none)", "Number"
            ),
            "ReservedConcurrency": _parameter(
                "0", "Reserved for each of sweep, mail and publish (0: none; small accounts refuse it)", "Number"
            ),
            "WithCdn": _parameter("yes", "Create the two CloudFront distributions", **yes_no),
            "Certificate": _parameter("", "ACM certificate in us-east-1 for SiteDomain (empty: CloudFront's own)"),
            "SiteDomain": _parameter("", "Domain of the public site, when Certificate is given"),
        },
        "Conditions": {
            "Warm": {"Fn::Not": [{"Fn::Equals": [{"Ref": "WarmWrites"}, "0"]}]},
            "Reserved": {"Fn::Not": [{"Fn::Equals": [{"Ref": "ReservedConcurrency"}, "0"]}]},
            "Cdn": {"Fn::Equals": [{"Ref": "WithCdn"}, "yes"]},
            "OwnDomain": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Certificate"}, ""]}]},
        },
        "Outputs": {
            "SiteOriginGiven": {"Condition": "SiteOriginGiven", "Value": {"Ref": "SiteOrigin"}},
            "FilesOriginGiven": {"Condition": "FilesOriginGiven", "Value": {"Ref": "FilesOrigin"}},
        },
    }
