"""House rules that a machine can check: each room keeps to itself, each view is guarded, each table says how long."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rukun.api.root import api
from rukun.clock.jobs import registered
from rukun.guard import Retention, policy_of
from rukun.ui.nav import NAV

pytestmark = pytest.mark.once

ROOT = Path(settings.PACKAGE).parent
PACKAGE = ROOT / "rukun"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS: list[str] = next(
    contract["layers"] for contract in PYPROJECT["tool"]["importlinter"]["contracts"] if contract["type"] == "layers"
)
LEVEL = {room.strip(): level for level, layer in enumerate(LAYERS) for room in layer.split("|")}

UNGUARDED_BY_NAME = {
    # ninja's own views; each operation behind them is looked at below
    "ninja.openapi.views.openapi_json": "the OpenAPI document, public",
    "ninja.openapi.views.default_home": "a 404 that keeps reverse() working",
}
NOT_OURS = {
    "mfa.Authenticator": "people.erase_released",  # goes with the person
    "account.EmailAddress": "",  # stays empty: nobody has a mail address here
    "account.EmailConfirmation": "",
    "sessions.Session": "clock.forget_sessions",
    "django_tasks_database.DBTaskResult": "clock.forget_task_results",
    "contenttypes.ContentType": "",
    "auth.Permission": "",
    "auth.Group": "",
}


def views(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern):
            yield where, pattern.callback


def modules(*, tests: bool = False) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if tests or not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def test_every_view_says_who_may_call_it() -> None:
    naked = []
    demo = import_module("rukun.demo.urls").urlpatterns  # mounted in demo mode only
    for where, view in views([*get_resolver().url_patterns, *demo]):
        name = f"{view.__module__}.{getattr(view, '__qualname__', '')}"
        behind_ninja = "ninja.operation" in name or hasattr(view, "_ninja_operation") or "PathView" in name
        inner = getattr(view, "func", view)  # functools.partial, as ninja wraps its own pages
        inner_name = f"{inner.__module__}.{inner.__qualname__}"
        if policy_of(view) is None and not behind_ninja and inner_name not in UNGUARDED_BY_NAME:
            naked.append(f"{where} → {inner_name}")
    assert naked == []


def test_every_operation_of_the_api_says_who_may_call_it() -> None:
    found = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            found += [(f"{prefix}{path}", operation.view_func) for operation in view.operations]
    assert len(found) >= 2
    assert [where for where, function in found if policy_of(function) is None] == []


def test_what_changes_something_through_the_api_cannot_be_called_by_a_cookie_alone() -> None:
    """ninja exempts its views from CSRF checks, so an operation that writes must bring its own way to sign in."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                assert set(operation.methods) <= {"GET"} or operation.auth_callbacks, f"{prefix}{path}"


def test_foreign_keys_point_down() -> None:
    upward = []
    for model in apps.get_models():
        room = model.__module__.split(".")[1] if model.__module__.startswith("rukun.") else None
        for field in model._meta.get_fields() if room else []:
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or not target.__module__.startswith("rukun."):
                continue
            other = target.__module__.split(".")[1]
            if other != room and LEVEL[other] <= LEVEL[str(room)]:
                upward.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert upward == []


def test_the_models_of_other_rooms_are_out_of_reach() -> None:
    reached = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in modules()
        for name in imports(tree)
        if (match := re.match(r"rukun\.(\w+)\.models\b", name)) and match[1] != room_of(path)
    ]
    assert reached == []


def test_algorithms_and_geometry_know_no_django() -> None:
    reached = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in modules()
        if "algo" in path.parts or room_of(path) == "geo"
        for name in imports(tree)
        if name.split(".")[0] == "django"
    ]
    assert reached == []


def test_actions_use_the_transaction_that_writes_the_journal_last() -> None:
    plain = [
        str(path.relative_to(ROOT))
        for path, tree in modules()
        if "actions" in path.with_suffix("").parts and room_of(path) != "journal"
        for name in imports(tree)
        if name.startswith("django.db.transaction")
    ]
    assert plain == []


def test_the_journals_triggers_are_lifted_by_tests_alone() -> None:
    for path, tree in modules():
        if path != PACKAGE / "journal" / "triggers.py":
            assert not any(name.endswith("triggers.lifted") for name in imports(tree)), path
            assert "triggers.lifted" not in path.read_text(encoding="utf-8"), path


def test_every_table_states_its_retention_and_a_job_keeps_it() -> None:
    jobs = {job.name for job in registered()}
    for model in apps.get_models():
        label = f"{model._meta.app_label}.{model.__name__}"
        if label in NOT_OURS:
            job = NOT_OURS[label]
        else:
            retention = getattr(model, "retention", None)
            assert isinstance(retention, Retention), f"{label} does not say how long it keeps what"
            assert retention.why.endswith("."), label
            job = retention.job
        assert not job or job in jobs, f"{label}: no job {job}"


def test_every_entry_of_the_navigation_leads_somewhere() -> None:
    assert all(reverse(item.url_name) for item in NAV)


def test_no_room_is_called_by_a_name_that_says_nothing() -> None:
    for name in ("core", "utils", "common", "helpers", "misc"):
        assert not list(PACKAGE.rglob(f"{name}.py")), name
        assert not [path for path in PACKAGE.rglob(name) if path.is_dir()], name


def test_templates_and_scripts_break_no_content_security_policy() -> None:
    for path in PACKAGE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"(src|action)=[\"']https?:", text), path


# What the documentation says must be so.


def documentation(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_commands_in_the_readme_exist_and_are_those_that_are_tested() -> None:
    readme, makefile, ci = documentation("README.md"), documentation("Makefile"), documentation(".ci/run")
    commands = set(re.findall(r"\bmake ([a-z-]+)", readme))
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    assert {"demo", "test"} <= commands <= targets
    assert "make lint test test-long" in readme
    assert "make lint test test-long" in ci


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *sorted(p.name for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_between_the_pages_of_the_documentation_lead_somewhere(page: str) -> None:
    path = ROOT / page if (ROOT / page).exists() else ROOT / "docs" / page
    text = path.read_text(encoding="utf-8")
    for target in [*re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text), *re.findall(r'<img src="([^"]+)"', text)]:
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_the_map_of_rooms_names_every_room_from_top_to_bottom() -> None:
    architecture = documentation("docs/architecture.md")
    plan = architecture[architecture.index("```") : architecture.index("```", architecture.index("```") + 3)]
    rooms = [line.split("  ")[0] for line in plan.splitlines()[1:]]
    assert [room.strip() for row in rooms for room in row.split("|") if room.strip()] == list(LEVEL)


def test_every_dependency_is_explained() -> None:
    explained = documentation("docs/dependencies.md").lower()
    groups = PYPROJECT["dependency-groups"]
    for requirement in [*PYPROJECT["project"]["dependencies"], *groups["build"], *groups["dev"]]:
        name = re.split(r"[\[<>=!~ ]", requirement)[0].lower()
        assert f"| {name} " in explained or f"| `{name}` " in explained, name


def test_every_command_and_setting_is_documented() -> None:
    from rukun.config.cli import parser

    guide = documentation("docs/pasang.md")
    choices = next(action.choices for action in parser()._actions if action.choices)
    assert [name for name in choices if f"rukun {name}" not in guide] == []
    for name in ("name", "operator", "contact", "source", "hosts", "https", "time_zone"):
        assert f"`{name}`" in guide, name
    for name in ("RUKUN_DATA", "DATABASE_URL", "PORT", "RUKUN_LANG"):
        assert name in guide, name
