"""The continuous-integration service, by the variables that services set.

Sources: the table of ci-info (https://github.com/watson/ci-info, vendors.json, read 2026-11) and the services' own
lists: https://docs.github.com/actions/reference/workflows-and-actions/variables,
https://docs.gitlab.com/ci/variables/predefined_variables/, https://www.jenkins.io/doc/book/pipeline/jenkinsfile/,
https://circleci.com/docs/variables/, https://learn.microsoft.com/azure/devops/pipelines/build/variables.
"""

from __future__ import annotations

from countermark.factors import _variables
from countermark.factors.factor import UNSET

_WORDS: dict[str, dict[str, str]] = {
    UNSET: {},
    "github-actions": {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTOR": "octocat",
        "GITHUB_REPOSITORY": "example/project",
        "GITHUB_RUN_ID": "1658821493",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_WORKFLOW": "build",
        "RUNNER_OS": "Linux",
    },
    "gitlab-ci": {
        "CI": "true",
        "CI_JOB_ID": "50",
        "CI_PROJECT_PATH": "example/project",
        "CI_SERVER": "yes",
        "CI_SERVER_URL": "https://gitlab.com",
        "GITLAB_CI": "true",
    },
    "jenkins": {"BUILD_ID": "153", "JENKINS_URL": "http://ci.corp.example/jenkins/", "JOB_NAME": "project"},
    "circleci": {"CI": "true", "CIRCLECI": "true", "CIRCLE_JOB": "build"},
    "azure-pipelines": {"SYSTEM_TEAMFOUNDATIONCOLLECTIONURI": "https://dev.azure.com/example/", "TF_BUILD": "True"},
    "ci-only": {"CI": "true"},
}
_NAMES = {
    "github-actions": "GitHub Actions",
    "gitlab-ci": "GitLab CI",
    "jenkins": "Jenkins",
    "circleci": "CircleCI",
    "azure-pipelines": "Azure Pipelines",
}

FACTOR = _variables.factor(
    "ci",
    "The continuous-integration service",
    (UNSET, "github-actions", "gitlab-ci"),
    ("ci-only", "jenkins", "circleci", "azure-pipelines"),
    _WORDS,
    _NAMES,
)
