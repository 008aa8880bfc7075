"""What of YAML 1.1 an environment file holds, by the tokens and events of PyYAML.

Each question is about a feature that is refused here. It is asked of files that PyYAML reads to the
end: where it does not, the two programs agree.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

_RARE_TAG = re.compile(r"(!!|!<tag:yaml\.org,2002:)(binary|merge|omap|pairs|set|value)>?")
_NUMBER_TAG = re.compile(r"(!!|!<tag:yaml\.org,2002:)(int|float)>?")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_EMPTY_LINES_AT_END = re.compile("[\n\x85][ \t]*[\n\x85][ \t\n\x85]*.\\Z")

# What may stand on a line before the first key that begins there.
_BEFORE_KEYS = re.compile(r"(?:[-?:] | )*")

_BLOCKS = ("|", ">")
_PROPERTIES = (yaml.AnchorToken, yaml.TagToken)
_REFUSALS = (yaml.YAMLError, ValueError)  # the latter for an escape beyond U+10FFFF


class _Spelled(NamedTuple):
    token: yaml.Token
    text: str
    after: str  # the character behind it, empty at the end
    depth: int  # how many brackets are open behind it


def has_line_separators(content: bytes) -> bool:
    """U+2028 or U+2029."""
    return bool(re.search("[\u2028\u2029]", _text(content)))


def has_two_marks(content: bytes) -> bool:
    """Byte-order marks at the start."""
    return _text(content).startswith("\ufeff\ufeff")


def has_rare_tags(content: bytes) -> bool:
    """Tags that PyYAML knows, but for those of the common types."""
    return any(_RARE_TAG.fullmatch(tag) for tag in _tags(content))


def has_lone_exclamation_marks(content: bytes) -> bool:
    """`! value`"""
    return "!" in _tags(content)


def has_escaped_tags(content: bytes) -> bool:
    """`!!%73tr value`"""
    return any("%" in tag for tag in _tags(content))


def has_question_marks_in_brackets(content: bytes) -> bool:
    """`[a?]`"""
    return any(
        isinstance(token, yaml.KeyToken) and text == "?" and depth > 0
        for token, text, _, depth in _tokens(content)
    )


def has_keys_without_text(content: bytes) -> bool:
    """`?` with a `:` or the end of the text behind it."""
    tokens = _tokens(content)
    return any(
        isinstance(mark.token, yaml.KeyToken)
        and mark.text == "?"
        and (mark.after == "" or isinstance(follower.token, yaml.ValueToken))
        for mark, follower in zip(tokens, tokens[1:])
    )


def has_misread_escapes(content: bytes) -> bool:
    r"""`\N` and `\_`."""
    return any(letter in ("N", "_") for _, letter in _escapes(content))


def has_surrogates(content: bytes) -> bool:
    """Escapes for halves of surrogate pairs."""
    return any(digits and 0xD800 <= int(digits, 16) <= 0xDFFF for digits, _ in _escapes(content))


def has_quoted_empty_lines_at_end(content: bytes) -> bool:
    return any(_EMPTY_LINES_AT_END.search(text) for text in _scalars(content, "'\""))


def has_folded_and_kept(content: bytes) -> bool:
    """`>+`"""
    return any(re.match(r">[1-9]?\+", text) for text in _scalars(content, ">"))


def ends_in_blanks(content: bytes) -> bool:
    """Right below a block scalar, not as a part of it."""
    text = _text(content)
    return any(
        isinstance(token, yaml.ScalarToken)
        and token.style in _BLOCKS
        and re.fullmatch(" +", text[token.end_mark.index :])
        for token, _, _, _ in _tokens(content)
    )


def has_other_directives(content: bytes) -> bool:
    """Other than `%YAML 1.x`."""
    return any(
        isinstance(token, yaml.DirectiveToken) and not text.startswith("%YAML 1.")
        for token, text, _, _ in _tokens(content)
    )


def has_names_before_indicators(content: bytes) -> bool:
    """`*name: value`"""
    return any(
        isinstance(token, (yaml.AliasToken, yaml.AnchorToken)) and after and after in "?:%@`"
        for token, _, after, _ in _tokens(content)
    )


def has_brackets_behind_colons(content: bytes) -> bool:
    """`{a:[b]}`, where the key has no quotes."""
    tokens = _tokens(content)
    return any(
        isinstance(colon.token, yaml.ValueToken)
        and colon.depth > 0
        and colon.after in ("[", "{")
        and isinstance(key.token, (yaml.ScalarToken, yaml.AliasToken, *_PROPERTIES))
        and key.text[:1] not in ("'", '"')
        for key, colon in zip(tokens, tokens[1:])
    )


def has_keys_before_line_ends(content: bytes) -> bool:
    """A key in `{}` without a value, and the bracket or comma on a line below: `{a⏎}`."""
    in_braces: list[bool] = []
    key: yaml.Event | None = None
    for event in _events(content):
        if (
            in_braces
            and in_braces[-1]
            and isinstance(event, yaml.ScalarEvent)
            and event.start_mark.index == event.end_mark.index
            and isinstance(key, yaml.NodeEvent)
            and event.start_mark.line != key.start_mark.line
        ):
            return True
        if isinstance(event, yaml.CollectionStartEvent):
            in_braces.append(isinstance(event, yaml.MappingStartEvent) and bool(event.flow_style))
        elif isinstance(event, yaml.CollectionEndEvent):
            in_braces.pop()
        key = event
    return False


def has_properties_before_lines(content: bytes) -> bool:
    """An anchor or tag where a key could begin, and text over several lines right behind it."""
    text = _text(content)
    tokens = _tokens(content)
    for at, (token, _, _, depth) in enumerate(tokens):
        start = token.start_mark
        before = text[start.index - start.column : start.index]
        if depth == 0 and isinstance(token, _PROPERTIES) and _BEFORE_KEYS.fullmatch(before):
            behind = (follower.token for follower in tokens[at:])
            node = next(token for token in behind if not isinstance(token, _PROPERTIES))
            if node.start_mark.line == start.line and _has_lines(node):
                return True
    return False


def contains_itself(content: bytes) -> bool:
    """`&a [*a]`"""
    anchors: list[str | None] = []
    for event in _events(content):
        if isinstance(event, yaml.AliasEvent) and event.anchor in anchors:
            return True
        if isinstance(event, yaml.CollectionStartEvent):
            anchors.append(event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchors.pop()
    return False


def has_digits_of_other_alphabets(content: bytes) -> bool:
    """In a number with a tag."""
    tokens = [t for t in _tokens(content) if not isinstance(t.token, yaml.AnchorToken)]
    return any(
        _NUMBER_TAG.fullmatch(tag.text)
        and isinstance(scalar.token, yaml.ScalarToken)
        and any(c.isdecimal() and not c.isascii() for c in scalar.token.value)
        for tag, scalar in zip(tokens, tokens[1:])
    )


def _has_lines(node: yaml.Token) -> bool:
    """Whether the text of a node may go on over lines, without quotes."""
    return isinstance(node, yaml.ScalarToken) and (
        node.style in _BLOCKS or (node.plain and node.start_mark.line != node.end_mark.line)
    )


def _escapes(content: bytes) -> Iterator[tuple[str, str]]:
    """The escapes in double quotes: the digits of a code point, or else the letter."""
    for text in _scalars(content, '"'):
        for short, long, letter in _ESCAPE.findall(text):
            yield short or long, letter


def _tags(content: bytes) -> list[str]:
    return [text for token, text, _, _ in _tokens(content) if isinstance(token, yaml.TagToken)]


def _scalars(content: bytes, styles: str) -> Iterator[str]:
    for token, text, _, _ in _tokens(content):
        if isinstance(token, yaml.ScalarToken) and token.style and token.style in styles:
            yield text


def _text(content: bytes) -> str:
    """The text as Python's text files give it, empty if it is none."""
    try:
        return content.decode().replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return ""


def _tokens(content: bytes) -> list[_Spelled]:
    """The tokens of an environment file; none if PyYAML refuses one."""
    text = _text(content)
    tokens: list[_Spelled] = []
    depth = 0
    try:
        for token in yaml.scan(text):
            start, end = token.start_mark.index, token.end_mark.index
            opens = isinstance(token, (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken))
            closes = isinstance(token, (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken))
            depth += opens - closes
            tokens.append(_Spelled(token, text[start:end], text[end : end + 1], depth))
    except _REFUSALS:
        return []
    return tokens


def _events(content: bytes) -> list[yaml.Event]:
    """The events of an environment file; none if PyYAML refuses one."""
    try:
        return list(yaml.parse(_text(content)))
    except _REFUSALS:
        return []
