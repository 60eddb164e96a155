"""The two engines, behind the lookup `field__words=query`.

The model has the stems in a `SearchField`; each engine keeps an index of it that the database itself
renews, whoever writes. A migration that makes SQLite copy the table loses the triggers there: such a
migration ends with `make_index` again, and a test fails where that was forgotten.
"""

from django.db import models

from .words import Query, Term

KEY_BITS = 2**24 - 1  # of a position in the index of SQLite: sixteen million rows; the instant stands above


class SearchField(models.TextField):
    """Stems made by `index_text`, to be searched by `field__words=parse(…)`; never shown."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"default": "", "editable": False} | kwargs)


@SearchField.register_lookup
class Words(models.Lookup):
    """The text has every wanted term of a `Query` and no excluded one."""

    lookup_name = "words"
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        column, model = self.lhs.target.column, self.lhs.target.model
        key = f'{compiler.quote_name_unless_alias(self.lhs.alias)}."{model._meta.pk.column}"'
        index = f'"{model._meta.db_table}_fts"'
        found = f"SELECT rowid & {KEY_BITS} FROM {index} WHERE {index} MATCH %s"
        parameters = [f"{column} : ({_fts5(self.rhs)})"]
        if self.rhs.newest:
            return f"{key} IN ({found} ORDER BY rowid DESC LIMIT %s)", [*parameters, self.rhs.newest]
        # “+”: SQLite shall not fetch each row that matches, but walk the index the query is ordered by.
        return f"+{key} IN ({found})", parameters

    def as_postgresql(self, compiler, connection):
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        return f'{table}."{self.lhs.target.column}_vector" @@ %s::tsquery', [_tsquery(self.rhs)]


def _fts5(query: Query) -> str:
    wanted = " AND ".join(map(_fts5_term, query.wanted))
    excluded = " OR ".join(map(_fts5_term, query.excluded))
    return f"({wanted}) NOT ({excluded})" if excluded else wanted


def _fts5_term(term: Term) -> str:
    phrases = (f'"{" ".join(form)}"{"*" if term.begins(form) else ""}' for form in term.forms)
    return f"({' OR '.join(phrases)})"


def _tsquery(query: Query) -> str:
    wanted = " & ".join(map(_tsquery_term, query.wanted))
    excluded = " | ".join(map(_tsquery_term, query.excluded))
    return f"({wanted}) & !({excluded})" if excluded else wanted


def _tsquery_term(term: Term) -> str:
    phrases = (_tsquery_phrase(form, term.begins(form)) for form in term.forms)
    return f"({' | '.join(phrases)})"


def _tsquery_phrase(form: tuple[str, ...], begins: bool) -> str:
    words = " <-> ".join(f"'{word}'" for word in form)
    return f"({words}{':*' if begins else ''})"


def make_index(schema_editor, table: str, columns: list[str], newest_by: str = "") -> None:
    """Make the index of the search fields of a table anew, from what stands in them. For migrations.

    `newest_by` is the column with the instant by which `Query.newest` counts.
    """
    drop_index(schema_editor, table, columns)
    make = {"sqlite": _make_fts5, "postgresql": _make_vectors}[schema_editor.connection.vendor]
    for statement in make(table, columns, newest_by):
        schema_editor.execute(statement)


def drop_index(schema_editor, table: str, columns: list[str]) -> None:
    drop = {"sqlite": _drop_fts5, "postgresql": _drop_vectors}[schema_editor.connection.vendor]
    for statement in drop(table, columns):
        schema_editor.execute(statement)


def _make_fts5(table: str, columns: list[str], newest_by: str):
    """The index counts rows by instant and key, so that the newest can be had without the others."""
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    position = "{row}.id"
    if newest_by:
        instant = f"coalesce(CAST(strftime('%s', {{row}}.{newest_by}) AS INTEGER), 0)"
        position = f"{instant} * {KEY_BITS + 1} + {{row}}.id"
    new_at, old_at = position.format(row="new"), position.format(row="old")
    add = f"INSERT INTO {table}_fts(rowid, {names}) VALUES ({new_at}, {new});"
    take = f"INSERT INTO {table}_fts({table}_fts, rowid, {names}) VALUES ('delete', {old_at}, {old});"
    renewing = f"{names}, {newest_by}" if newest_by else names
    yield f"CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, content='', tokenize='ascii')"
    yield f"CREATE TRIGGER {table}_fts_insert AFTER INSERT ON {table} BEGIN {add} END"
    yield f"CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN {take} END"
    yield f"CREATE TRIGGER {table}_fts_update AFTER UPDATE OF {renewing} ON {table} BEGIN {take} {add} END"
    every = position.format(row=table)
    yield f"INSERT INTO {table}_fts(rowid, {names}) SELECT {every}, {names} FROM {table}"


def _drop_fts5(table: str, columns: list[str]):
    for event in ("insert", "delete", "update"):
        yield f"DROP TRIGGER IF EXISTS {table}_fts_{event}"
    yield f"DROP TABLE IF EXISTS {table}_fts"


def _make_vectors(table: str, columns: list[str], newest_by: str):
    for column in columns:
        yield (
            f"ALTER TABLE {table} ADD COLUMN {column}_vector tsvector"
            f" GENERATED ALWAYS AS (to_tsvector('pg_catalog.simple', {column})) STORED"
        )
        yield f"CREATE INDEX {table}_{column}_gin ON {table} USING gin ({column}_vector)"


def _drop_vectors(table: str, columns: list[str]):
    for column in columns:
        yield f"ALTER TABLE {table} DROP COLUMN IF EXISTS {column}_vector"
