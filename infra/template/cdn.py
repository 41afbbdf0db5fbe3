"""CloudFront: one distribution for site and API (one origin for the browser), one for files (a foreign origin).

CloudFront's two managed policies are named by their fixed ids:
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
"""

from typing import Any

from infra.headers import files_headers, security_headers

NO_CACHE = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CachingDisabled
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-38738e2966ac"  # AllViewerExceptHostHeader: API Gateway knows only its own host
READ = ["GET", "HEAD"]
ALL = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
# English pages are rendered when somebody asks: a case costs two objects in S3, not four.
_LISTS = ["ho-so", "co-quan", "linh-vuc", "neu-ten", "dinh-chinh"]
ENGLISH = ["/en", "/en/", "/en/thong-ke", "/en/danh-sach/*", *(f"/en/{x}{y}" for x in _LISTS for y in ("", "/*"))]
TIDY = """function handler(event) {
  var request = event.request;
  var uri = request.uri;
  if (uri.length > 1 && uri.charAt(uri.length - 1) === '/') { uri = uri.slice(0, -1); }
  request.uri = uri === '/' ? '/index' : uri;
  return request;
}
"""


def _resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::CloudFront::{kind}", "Condition": "Cdn", "Properties": properties}


def _named(suffix: str) -> dict[str, Any]:
    return {"Fn::Sub": f"${{AWS::StackName}}-{suffix}"}


def _headers_policy(name: str, headers: dict[str, str]) -> dict[str, Any]:
    """CloudFront wants some headers in fields of their own and refuses them as custom ones."""
    policy: Any = headers["Content-Security-Policy"]
    if "${FilesOrigin}" in policy:  # naming the distribution in its own policy would be a circle
        policy = {"Fn::Sub": [policy, {"FilesOrigin": FILES_ORIGIN}]}
    custom = {"Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"}
    security = {
        "ContentSecurityPolicy": {"ContentSecurityPolicy": policy, "Override": True},
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"FrameOption": headers["X-Frame-Options"], "Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": headers["Referrer-Policy"], "Override": True},
        "StrictTransportSecurity": {"AccessControlMaxAgeSec": 31536000, "IncludeSubdomains": True, "Override": True},
    }
    items = [{"Header": key, "Value": headers[key], "Override": True} for key in sorted(custom & headers.keys())]
    config = {"Name": _named(name), "SecurityHeadersConfig": security, "CustomHeadersConfig": {"Items": items}}
    return _resource("ResponseHeadersPolicy", ResponseHeadersPolicyConfig=config)


def _behaviour(origin: str, **more: Any) -> dict[str, Any]:
    return {
        "TargetOriginId": origin,
        "ViewerProtocolPolicy": "redirect-to-https",
        "Compress": True,
        "AllowedMethods": READ,
        "CachePolicyId": {"Ref": "PagesCache"},
        "ResponseHeadersPolicyId": {"Ref": "SiteHeaders"},
        **more,
    }


def _bucket_origin(name: str, bucket: str, signed: bool) -> dict[str, Any]:
    origin: dict[str, Any] = {
        "Id": name,
        "DomainName": {"Fn::GetAtt": [bucket, "RegionalDomainName"]},
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    if signed:
        origin["OriginAccessControlId"] = {"Fn::GetAtt": ["OriginAccess", "Id"]}
    return origin


def _api_origin(name: str, path: str) -> dict[str, Any]:
    """The stage is called `api`, so `/api/...` needs no origin path, and pages outside of it need just that."""
    return {
        "Id": name,
        "DomainName": {"Fn::Sub": "${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"},
        "OriginPath": path,
        "CustomOriginConfig": {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]},
    }


def _distribution(**config: Any) -> dict[str, Any]:
    shared = {"Enabled": True, "HttpVersion": "http2and3", "IPV6Enabled": True, "PriceClass": "PriceClass_200"}
    return _resource("Distribution", DistributionConfig={**shared, **config})


def _site_distribution() -> dict[str, Any]:
    tidy = [{"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": ["TidyPath", "FunctionARN"]}}]
    api = _behaviour(
        "api",
        PathPattern="/api/*",
        AllowedMethods=ALL,
        CachePolicyId=NO_CACHE,
        OriginRequestPolicyId=ALL_BUT_HOST,
    )
    english = [_behaviour("english", PathPattern=path, FunctionAssociations=tidy) for path in ENGLISH]
    nothing = {"Ref": "AWS::NoValue"}
    certificate = {
        "AcmCertificateArn": {"Ref": "Certificate"},
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    return _distribution(
        Aliases={"Fn::If": ["OwnDomain", [{"Ref": "SiteDomain"}], nothing]},
        ViewerCertificate={"Fn::If": ["OwnDomain", certificate, {"CloudFrontDefaultCertificate": True}]},
        Origins=[
            _bucket_origin("site", "SiteBucket", signed=True),
            _api_origin("api", ""),
            _api_origin("english", "/api"),
        ],
        DefaultCacheBehavior=_behaviour("site", FunctionAssociations=tidy),
        CacheBehaviors=[api, *english],
        # 403 is S3's answer to a missing key. It applies to /api as well: the API never answers 403.
        CustomErrorResponses=[
            {"ErrorCode": 403, "ResponseCode": 404, "ResponsePagePath": "/404", "ErrorCachingMinTTL": 5}
        ],
    )


def _files_distribution() -> dict[str, Any]:
    """Uploads and presigned downloads carry their own signature, so the origin is asked unsigned for them; only
    `public/` is read in the CDN's name, and the bucket's policy grants it nothing else."""
    default = _behaviour(
        "signed-by-viewer",
        AllowedMethods=ALL,
        CachePolicyId=NO_CACHE,
        OriginRequestPolicyId=ALL_BUT_HOST,
        ResponseHeadersPolicyId={"Ref": "FilesHeaders"},
    )
    public = _behaviour("public", PathPattern="/public/*", ResponseHeadersPolicyId={"Ref": "FilesHeaders"})
    return _distribution(
        Origins=[
            _bucket_origin("signed-by-viewer", "FilesBucket", signed=False),
            _bucket_origin("public", "FilesBucket", signed=True),
        ],
        DefaultCacheBehavior=default,
        CacheBehaviors=[public],
    )


FILES_ORIGIN = {
    "Fn::If": ["FilesOriginGiven", {"Ref": "FilesOrigin"}, {"Fn::Sub": "https://${FilesDistribution.DomainName}"}]
}


def _supporting() -> dict[str, Any]:
    cache_key = {
        "CookiesConfig": {"CookieBehavior": "none"},
        "HeadersConfig": {"HeaderBehavior": "none"},
        "QueryStringsConfig": {"QueryStringBehavior": "none"},
        "EnableAcceptEncodingGzip": True,
        "EnableAcceptEncodingBrotli": True,
    }
    cache = {
        "Name": _named("pages"),
        "MinTTL": 0,
        "DefaultTTL": 60,
        "MaxTTL": 31536000,
        "ParametersInCacheKeyAndForwardedToOrigin": cache_key,
    }
    access = {
        "Name": _named("access"),
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }
    function = {"Comment": "Pages have no extension", "Runtime": "cloudfront-js-2.0"}
    return {
        "PagesCache": _resource("CachePolicy", CachePolicyConfig=cache),
        "OriginAccess": _resource("OriginAccessControl", OriginAccessControlConfig=access),
        "TidyPath": _resource(
            "Function", Name=_named("tidy"), AutoPublish=True, FunctionCode=TIDY, FunctionConfig=function
        ),
        "SiteHeaders": _headers_policy("site", security_headers("${FilesOrigin}")),
        "FilesHeaders": _headers_policy("files", files_headers()),
    }


def template() -> dict[str, Any]:
    domain = {"Fn::Sub": "https://${SiteDistribution.DomainName}"}
    return {
        "Conditions": {"FilesOriginGiven": {"Fn::Not": [{"Fn::Equals": [{"Ref": "FilesOrigin"}, ""]}]}},
        "Resources": {
            **_supporting(),
            "SiteDistribution": _site_distribution(),
            "FilesDistribution": _files_distribution(),
        },
        "Outputs": {
            "SiteUrl": {"Condition": "Cdn", "Value": {"Fn::If": ["SiteOriginGiven", {"Ref": "SiteOrigin"}, domain]}},
            "FilesUrl": {"Condition": "Cdn", "Value": FILES_ORIGIN},
            "SiteDistributionId": {"Condition": "Cdn", "Value": {"Ref": "SiteDistribution"}},
        },
    }
