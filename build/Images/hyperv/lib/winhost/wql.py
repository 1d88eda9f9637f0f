"""The part of WMI's query language that os-win uses: SELECT ... FROM class WHERE comparisons with AND, OR and brackets."""

import re

QUERY = re.compile(r"SELECT .+? FROM (\w+)(?: WHERE (.+))?$", re.DOTALL)
TOKEN = re.compile(r"\(|\)|!=|=|'(?:[^']|'')*'|[\w.]+")


def normal(value):
    """How values compare: no case, and either slash."""
    return str(value).replace("\\", "/").lower()


def parse(text):
    """The class of a query, and a function that says whether an instance is meant."""
    query = QUERY.match(text)
    if query is None:
        raise NotImplementedError(f"this query is not emulated: {text}")
    return query[1], _where(query[2]) if query[2] else lambda instance: True


def _where(text):
    tokens = TOKEN.findall(text)

    def terms(word, fold, term):
        tests = [term()]
        while tokens and tokens[0].upper() == word:
            tokens.pop(0)
            tests.append(term())
        return lambda instance: fold(test(instance) for test in tests)

    def either():
        return terms("OR", any, both)

    def both():
        return terms("AND", all, atom)

    def atom():
        name = tokens.pop(0)
        if name == "(":
            inner = either()
            tokens.pop(0)
            return inner
        return _comparison(name, tokens.pop(0).upper(), tokens.pop(0))

    return either()


def _comparison(name, operator, text):
    wanted = normal(text[1:-1].replace("''", "'") if text[0] == "'" else text)

    def value(instance):
        return normal(instance.path_() if name == "__PATH" else getattr(instance, name, None))

    if operator == "LIKE":
        pattern = re.compile(".*".join(map(re.escape, wanted.split("%"))) + r"\Z")
        return lambda instance: bool(pattern.match(value(instance)))
    return lambda instance: (value(instance) == wanted) == (operator == "=")
