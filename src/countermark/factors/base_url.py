"""The host that the tool is pointed at in place of its vendor's.

Changing the class of a host changes much that is legitimate, so most levels are contrasts within one class: the
same words under another country's domain, another word under the same domain. Random words are the controls.
A level is what a user would write; a profile may put a path behind it.

How the levels were drawn, by rules and not one by one (lists with a commit were read in 2026-11, in that state):

- *vendors and resellers*: each an ``ANTHROPIC_BASE_URL`` of cc-switch's list of presets, in its order: the
  first six vendors, the first seven aggregators and third parties (https://github.com/farion1231/cc-switch,
  src/config/claudeProviderPresets.ts at 0046ccf). The array has the first of its category ``cn_official``, the first
  of ``third_party``, and OpenRouter, which LiteLLM and models.dev name too;
- *other providers*: two of LiteLLM's ``openai_compatible_endpoints`` outside of China
  (https://github.com/BerriAI/litellm, litellm/constants.py at 000db7e);
- *words*: names of providers in models.dev (https://github.com/anomalyco/models.dev, providers/ at f3fc692) and the
  gateway of https://code.claude.com/docs/en/llm-gateway, put before one neutral domain;
- *companies*: a gateway's name at domains of QEMU's map of contributors
  (https://gitlab.com/qemu-project/qemu, contrib/gitdm/domain-map): two Chinese internet companies, and
  its largest American, German and Russian one; naver.com from https://github.com/opendns/public-domain-lists;
- *clouds and local gateways*: https://docs.aws.amazon.com/general/latest/gr/bedrock.html and
  https://docs.litellm.ai/docs/proxy/client_setup/claude_code (port 4000);
- *countries*: codes of https://www.iana.org/domains/root/db behind one name after RFC 2606.
"""

from __future__ import annotations

from itertools import chain, zip_longest

from countermark.factors._urls import checked, forms
from countermark.factors.factor import UNSET, Factor, derivations
from countermark.model.environment import Derivation, Setup

_ID = "base-url"

_VENDORS = (
    "https://open.bigmodel.cn/api/anthropic",
    "https://api.z.ai/api/anthropic",
    "https://dashscope.aliyuncs.com/apps/anthropic",
    "https://api.moonshot.cn/anthropic",
    "https://api.kimi.com/coding/",
)
_RESELLERS = (
    "https://api-inference.modelscope.cn",
    "https://aihubmix.com",
    "https://api.siliconflow.cn",
    "https://api.siliconflow.com",
    "https://www.dmxapi.cn",
    "https://api.cubence.com",
)
_PROVIDERS = ("https://api.mistral.ai/v1", "https://api.groq.com/openai/v1")
_WORDS = (
    "https://deepseek.example.com",
    "https://zhipuai.example.com",
    "https://moonshotai.example.com",
    "https://openai.example.com",
    "https://anthropic.example.com",
)
_COMPANIES = (
    "https://llm-gateway.bytedance.com",
    "https://llm-gateway.yandex-team.ru",
    "https://llm-gateway.google.com",
    "https://llm-gateway.naver.com",
    "https://llm-gateway.siemens.com",
)
_PLACES = ("https://bedrock-runtime.us-east-1.amazonaws.com", "http://localhost:4000")
_COUNTRIES = (
    "https://brisk-lantern.example.ru",
    "https://brisk-lantern.example.de",
    "https://brisk-lantern.example.ir",
    "https://brisk-lantern.example.kr",
)
_CONTROLS = ("https://amber-thistle.example.net",)


def _in_turn(*classes: tuple[str, ...]) -> tuple[str, ...]:
    """One of each class in turn: a plan that is cut short has then tried every class."""
    return tuple(value for value in chain.from_iterable(zip_longest(*classes)) if value)


def check(value: str) -> None:
    """``value`` is ``unset`` or an http(s) URL.

    Raises:
        UsageError: it is neither.
    """
    if value != UNSET:
        checked(_ID, value)


def setup(value: str) -> Setup:
    """The base URL alone: the profile knows which variable takes it."""
    return Setup(base_url="" if value == UNSET else value)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The URL, its host and domain, its port and path."""
    return () if value == UNSET else derivations(_ID, value, forms(_ID, value))


FACTOR = Factor(
    id=_ID,
    title="The host that the tool is pointed at",
    levels=(
        UNSET,
        "https://brisk-lantern.example.com",
        "https://brisk-lantern.example.cn",
        "https://llm-gateway.example.com",
        "https://api.deepseek.com/anthropic",
        "https://openrouter.ai/api",
        "https://www.packyapi.com",
        "https://llm-gateway.baidu.com",
    ),
    contrasts=_in_turn(_VENDORS, _RESELLERS, _WORDS, _COMPANIES, _COUNTRIES, _PROVIDERS, _PLACES, _CONTROLS),
    setup=setup,
    derive=derive,
    check=check,
)
