"""Who is reading: people, agents of AI services, or robots (COUNTER Code of Practice 5.1, section 7.8; list: COUNTER-Robots).

Agents that fetch for a person's question to an AI service are counted apart; crawlers that gather for training or indexes are robots.
"""

import re

import counter_robots

from interchange.knowledge.repository.vocabulary import Agent

# Fetchers that act at a person's request, by the names their makers publish
_AI = re.compile(
    r"ChatGPT-User|OAI-SearchBot|Claude-User|Claude-SearchBot|Perplexity-User|MistralAI-User|Gemini-Deep-Research|Meta-ExternalFetcher|"
    r"DuckAssistBot|Google-NotebookLM|kagi-fetcher|cohere-ai",
    re.IGNORECASE,
)
# Crawlers for AI that the robots list misses when they give only their bare name
_BARE = re.compile(
    r"GPTBot|ClaudeBot|anthropic-ai|CCBot|Bytespider|Amazonbot|Google-Extended|Applebot-Extended|meta-externalagent|PerplexityBot",
    re.IGNORECASE,
)


def agent_of(line: str) -> str:
    """`Agent.PERSON`, `Agent.AI`, or "" for robots and tools, from a User-Agent line. An empty line is a tool's."""
    if _AI.search(line):
        return Agent.AI
    if not line.strip() or _BARE.search(line) or counter_robots.is_robot(line) or counter_robots.is_machine(line):
        return ""
    return Agent.PERSON
