"""The host that the tool is pointed at in place of its vendor's.

Changing the class of a host changes much that is legitimate, so most levels are contrasts within one class: the
same words under another country's domain, another word under the same domain. Random words are the controls.
A level is what a user would write; a profile may put a path behind it.

How the levels were drawn, by rules and not one by one (docs/decisions/0014). The lists were read on 2026-11-21, in
the state of the commit that is named; "first" is in the list's order.

- *vendors and resellers*: the ``ANTHROPIC_BASE_URL`` of cc-switch's presets, as they are written: the first six of
  category ``cn_official``, the first seven of ``aggregator`` and ``third_party`` together. The array has the first
  ``cn_official``, the first ``third_party``, and the first ``aggregator`` that is also in LiteLLM's
  ``LITELLM_CHAT_PROVIDERS`` and in models.dev's ``providers/``
  (https://github.com/farion1231/cc-switch, src/config/claudeProviderPresets.ts at e349012);
- *other providers*: the first two of ``openai_compatible_endpoints``
  (https://github.com/BerriAI/litellm, litellm/constants.py at 000db7e), with ``https://`` in front;
- *words*: the five folders of ``models/`` with the most files (https://github.com/anomalyco/models.dev at f3fc692),
  before one neutral domain;
- *companies*: domains of QEMU's map of contributors (https://gitlab.com/qemu-project/qemu, contrib/gitdm/domain-map
  at 58deb35), cut to the last two labels: the first two that are Chinese, the first other one under .com, and the
  first under each of .ru, .de and .kr, which has none. Chinese is what stands in
  https://github.com/felixonmars/dnsmasq-china-list (accelerated-domains.china.conf at 29de573). The array has the
  first Chinese one. Before each stands the gateway's word;
- *the gateway's word*: the last part of the address https://code.claude.com/docs/en/llm-gateway;
- *cloud*: Bedrock's runtime in the first region of https://docs.aws.amazon.com/general/latest/gr/bedrock.html;
- *local gateway*: the address in https://docs.litellm.ai/docs/proxy/client_setup/claude_code;
- *countries*: one name under RFC 2606's label ``example``. The five country codes of
  https://www.iana.org/domains/root/db are chosen, not drawn: of countries that time zone and locale vary too;
- *controls*: made-up pairs of words; no list above from which names are drawn has any of the four.
"""

from __future__ import annotations

from itertools import chain, zip_longest

from countermark.factors._urls import checked, forms, hosts_holding
from countermark.factors.factor import UNSET, Factor, derivations, passing
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
_PROVIDERS = ("https://api.perplexity.ai", "https://api.endpoints.anyscale.com/v1")
_WORDS = (
    "https://openai.example.com",
    "https://alibaba.example.com",
    "https://google.example.com",
    "https://anthropic.example.com",
    "https://nvidia.example.com",
)
_COMPANIES = (
    "https://llm-gateway.amazon.com",
    "https://llm-gateway.amazon.de",
    "https://llm-gateway.baidu.com",
    "https://llm-gateway.yandex-team.ru",
)
_PLACES = ("https://bedrock-runtime.us-east-2.amazonaws.com", "http://localhost:4000")
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


def holding(text: str) -> tuple[str, ...]:
    """URLs whose host holds ``text``."""
    return passing((f"https://{host}" for host in hosts_holding(text)), check)


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
        "https://llm-gateway.alibaba.com",
    ),
    contrasts=_in_turn(_VENDORS, _RESELLERS, _WORDS, _COMPANIES, _COUNTRIES, _PROVIDERS, _PLACES, _CONTROLS),
    setup=setup,
    derive=derive,
    check=check,
    holding=holding,
)
