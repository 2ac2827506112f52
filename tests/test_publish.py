"""Publishing to real repositories on disk: one whole site, and nothing that must stay at home."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netjournal.cli import main
from netjournal.git import GitError, find_repository, run_git
from netjournal.publishing import build
from netjournal.publishing.build import Build
from netjournal.publishing.push import (
    NotASite,
    SomebodyElsePublished,
    Staged,
    fetch_published,
    open_workshop,
    push_site,
    stage_site,
)
from netjournal.publishing.refusals import find_site_refusals
from netjournal.publishing.site import PageChange, SiteChanges, address_of, compare_sites, read_lines
from netjournal.publishing.target import Target, find_target, without_password

GOOD = "---\nactivities:\n  - did: Wrote\n    channel: email\n---\nA day.\n"
BAD = "---\nactivities:\n  - did: zq-secret\n    channel: emial\n---\n"
SITE = {"index.html": "<h1>Hello</h1>", "2026/index.html": "<p>One</p>", "assets/netjournal/a.css": "a{}\r\nb{}"}


@pytest.fixture(autouse=True)
def _own_settings_of_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those of the computer that runs the tests."""
    settings = tmp_path_factory.mktemp("git") / "config"
    settings.write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n[core]\n\tautocrlf = true\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795478400")


@pytest.fixture
def remote(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("remote")
    run_git(folder, ["init", "--quiet", "--bare"])
    return folder


def write_files(folder: Path, files: dict[str, str]) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def stage(remote: Path, folder: Path, files: dict[str, str], branch: str = "gh-pages", force: bool = False) -> Staged:
    folder.mkdir()
    target = Target(str(remote), branch)
    workshop = open_workshop(folder, None, may_ask=False)
    return stage_site(workshop, target, write_files(folder / "site", files), fetch_published(workshop, target), force)


def put(remote: Path, folder: Path, files: dict[str, str], branch: str = "gh-pages") -> None:
    """Push `files` to a branch as somebody else would, with one more commit."""
    work = write_files(folder, files)
    run_git(work, ["init", "--quiet"])
    if branch in branches(remote):
        run_git(work, ["fetch", "--quiet", str(remote), branch])
        run_git(work, ["reset", "--quiet", "--soft", "FETCH_HEAD"])
    run_git(work, ["add", "--all", "--force"])
    run_git(work, ["-c", "core.autocrlf=false", "commit", "--quiet", "--allow-empty", "--message", "by hand"])
    run_git(work, ["push", "--quiet", str(remote), f"HEAD:refs/heads/{branch}"])


def branches(remote: Path) -> list[str]:
    return run_git(remote, ["for-each-ref", "--format=%(refname:short)"]).split()


def on_branch(remote: Path, branch: str = "gh-pages") -> dict[str, str]:
    names = run_git(remote, ["ls-tree", "-r", "-z", "--name-only", branch]).split("\0")
    return {name: run_git(remote, ["cat-file", "blob", f"{branch}:{name}"]) for name in names if name}


def commits(remote: Path, branch: str = "gh-pages") -> int:
    return int(run_git(remote, ["rev-list", "--count", branch]))


# -- the push


def test_branch_is_one_commit_with_the_whole_site_each_time(remote: Path, tmp_path: Path) -> None:
    for number in range(3):
        files = {**SITE, "index.html": f"<h1>{number}</h1>", f"only-{number}/index.html": "<p>x</p>"}
        staged = stage(remote, tmp_path / str(number), files)
        assert not staged.unchanged
        commit = push_site(staged, "Publish the site, 2026-11-24", None)
        assert on_branch(remote) == {**files, ".nojekyll": ""}, "to the byte, line ends too"
        assert (commits(remote), run_git(remote, ["rev-parse", "gh-pages"])) == (1, commit)
    assert stage(remote, tmp_path / "again", files).unchanged
    shown = run_git(remote, ["log", "--format=%an <%ae> %s", "gh-pages"])
    assert shown == "Ada <ada@example.org> Publish the site, 2026-11-24"


def test_domain_of_the_site_stays(remote: Path, tmp_path: Path) -> None:
    """GitHub writes CNAME into the branch when a domain is set in the settings."""
    put(remote, tmp_path / "hand", {**SITE, "CNAME": "ada.example.org\n"})
    push_site(stage(remote, tmp_path / "1", SITE), "m", None)
    assert on_branch(remote)["CNAME"] == "ada.example.org"
    push_site(stage(remote, tmp_path / "2", {**SITE, "CNAME": "new.example.org\n"}), "m", None)
    assert on_branch(remote)["CNAME"] == "new.example.org"


def test_history_of_an_earlier_tool_is_dropped_even_when_nothing_else_changed(remote: Path, tmp_path: Path) -> None:
    put(remote, tmp_path / "old", {**SITE, ".nojekyll": "", "2026/secret.html": "zq-secret"})
    put(remote, tmp_path / "new", {**SITE, ".nojekyll": ""})
    assert commits(remote) == 2
    staged = stage(remote, tmp_path / "1", SITE)
    assert not staged.unchanged
    push_site(staged, "m", None)
    assert commits(remote) == 1


def test_site_of_somebody_else_who_was_quicker_is_left_alone(remote: Path, tmp_path: Path) -> None:
    staged = stage(remote, tmp_path / "1", SITE)
    push_site(stage(remote, tmp_path / "2", {"index.html": "theirs"}), "m", None)
    with pytest.raises(SomebodyElsePublished):
        push_site(staged, "m", None)  # thought that the branch was new
    late = stage(remote, tmp_path / "3", SITE)
    push_site(stage(remote, tmp_path / "4", {"index.html": "theirs again"}), "m", None)
    with pytest.raises(SomebodyElsePublished):
        push_site(late, "m", None)
    assert on_branch(remote) == {"index.html": "theirs again", ".nojekyll": ""}


@pytest.mark.parametrize(
    ("files", "journal"),
    [
        ({"README.md": "A project."}, False),
        ({"index.html": "", "mkdocs.yml": "site_name: x"}, True),
        ({"index.html": "", "journal/2026/2026-11-24.md": "Met Ada"}, True),
        ({"deep/properdocs.yml": ""}, True),
    ],
)
def test_branch_that_holds_no_site_is_not_replaced(remote: Path, tmp_path: Path, files: dict[str, str], journal: bool) -> None:
    put(remote, tmp_path / "hand", files)
    with pytest.raises(NotASite) as caught:
        stage(remote, tmp_path / "1", SITE)
    assert caught.value.journal == journal
    if journal:
        with pytest.raises(NotASite):
            stage(remote, tmp_path / "2", SITE, force=True)
    else:
        push_site(stage(remote, tmp_path / "2", SITE, force=True), "m", None)
        assert "README.md" not in on_branch(remote)


_PUBLISH = """
import sys
from pathlib import Path
from netjournal.publishing.push import *
from netjournal.publishing.target import Target
folder, remote = Path(sys.argv[1]), sys.argv[2]
target = Target(remote, "gh-pages")
workshop = open_workshop(folder, None, False)
push_site(stage_site(workshop, target, folder / "site", fetch_published(workshop, target)), "m", None)
"""


def test_branch_is_one_whole_site_wherever_publishing_is_killed(remote: Path, tmp_path: Path) -> None:
    chance = random.Random(4)
    sites = [{f"p{page}/index.html": f"<p>{number} {page}</p>" * 50 for page in range(40)} for number in range(12)]
    for site in sites:
        site["index.html"] = ""
    whole = [{**site, ".nojekyll": ""} for site in sites]
    begin = time.monotonic()
    start_publishing(remote, tmp_path / "0", sites[0]).communicate()  # this one is left to end, to see how long it takes
    long = time.monotonic() - begin
    seen = [whole.index(on_branch(remote))]
    for number, site in enumerate(sites[1:], 1):
        process = start_publishing(remote, tmp_path / str(number), site)
        time.sleep(long * chance.uniform(0.5, 1.3))
        kill(process)
        for lock in remote.rglob("*.lock"):
            lock.unlink()  # a server is not killed with its client; here both are
        seen.append(whole.index(on_branch(remote)))
        assert seen[-1] in (seen[-2], number)
        assert commits(remote) == 1
    push_site(stage(remote, tmp_path / "last", SITE), "m", None)
    assert on_branch(remote) == {**SITE, ".nojekyll": ""}


def start_publishing(remote: Path, folder: Path, site: dict[str, str]) -> subprocess.Popen[bytes]:
    write_files(folder / "site", site)
    return subprocess.Popen([sys.executable, "-c", _PUBLISH, str(folder), str(remote)], start_new_session=True)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The process and the git that it runs, at once, where the system can."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


# -- where to


def test_target_is_a_remote_a_path_or_an_address(remote: Path, tmp_path: Path) -> None:
    run_git(tmp_path, ["init", "--quiet"])
    run_git(tmp_path, ["remote", "add", "site", "git@github.com:ada/site.git"])
    repository = find_repository(tmp_path)
    found = [find_target(to, "b", repository, tmp_path) for to in ("site", str(remote), "https://x.org/a.git", "me@x.org:a.git")]
    assert [target and target.url for target in found] == [
        "git@github.com:ada/site.git",
        str(remote.resolve()),
        "https://x.org/a.git",
        "me@x.org:a.git",
    ]
    assert [find_target(to, "b", repository, tmp_path) for to in ("sit", "--upload-pack=x:y")] == [None, None]


def test_password_of_an_address_is_not_shown() -> None:
    assert str(Target("https://ada:zq-token@x.org/a.git", "b")) == "b of https://x.org/a.git"
    assert without_password("fatal: 'https://zq-token@x.org/a' not found") == "fatal: 'https://x.org/a' not found"


# -- what is new


def test_changes_are_pages_as_a_reader_sees_them(tmp_path: Path) -> None:
    """Text that stood on a page that changed is not new to anybody: "Two" moves."""
    old = {
        "index.html": "<nav>Home</nav><article><h1>Hello</h1><p>As it was</p></article>",
        "same/index.html": "<title>T</title><p>Same</p><script>1</script>",
        "less/index.html": "<p>One</p><p>Two</p>",
        "gone/index.html": "<p>x</p>",
        "gone.css": "",
        ".nojekyll": "",
    }
    new = {
        "index.html": "<nav>Home News</nav><article><h1>Hello</h1><p>As it was</p><p>Met <b>Ada</b> &amp; Zoe</p></article>",
        "same/index.html": "<title>T</title><p>Same</p><script>2</script>",
        "less/index.html": "<p>One</p>",
        "2026/new.html": "<title>New</title><meta name=description content='In short'>"
        "<tr><td>a</td><td></td><td>b<img alt='A badge'></td></tr><p>Two</p>",
    }
    changes = compare_sites(write_files(tmp_path / "old", old), write_files(tmp_path / "new", new))
    assert changes == SiteChanges(
        added=(PageChange("/2026/new.html", ("New", "In short", "a | b[A badge]")),),
        changed=(PageChange("/", ("Met Ada & Zoe",)), PageChange("/less/", ())),
        removed=("/gone/",),
        other_files=2,
    )
    assert len(compare_sites(None, tmp_path / "new").added) == len(new)


def test_text_cannot_steer_the_terminal() -> None:
    assert read_lines("<p>a\x1b[2Jb\u202ec&#27;d</p>") == ("a [2Jb cd",)


def test_address_of_a_page() -> None:
    assert [address_of(name) for name in ("index.html", "a/index.html", "404.html")] == ["/", "/a/", "/404.html"]


# -- what forbids it


def test_kinds_of_files_that_are_not_published(tmp_path: Path) -> None:
    fine = {**SITE, "CNAME": "", "sitemap.xml.gz": "", "a/b.woff2": "", "images/B.PNG": "", "robots.txt": ""}
    assert list(find_site_refusals(write_files(tmp_path / "fine", fine))) == []
    odd = ["contacts.vcf", "b/entry.md~", ".env", "2026-11-24.md", "x.gz", "Makefile", ".git/config"]
    (refusal,) = find_site_refusals(write_files(tmp_path / "odd", {**fine, **dict.fromkeys(odd, "")}))
    assert refusal.reason.split("\n")[1:] == [*(f"  {name}" for name in sorted(odd)[:5]), "  … and 2 more"]


def test_built_view_of_the_owner_is_refused_however_it_came_about(tmp_path: Path) -> None:
    (refusal,) = find_site_refusals(write_files(tmp_path / "s", {**SITE, "sub/journal.json": '{"audience": "owner"}'}))
    assert "built for its owner" in refusal.reason


def test_site_that_the_plugin_had_no_part_in_is_refused(tmp_path: Path) -> None:
    """MkDocs alone publishes what it cannot read as text of the page."""
    (refusal,) = find_site_refusals(write_files(tmp_path / "s", {"index.html": "", "2026-11-24/index.html": "email: zq"}))
    assert "the plugin netjournal had no part" in refusal.reason


@pytest.fixture
def ready(project: Callable[..., Path], remote: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal in a repository, all committed, with a remote; its site is made up."""
    folder = project({"2026-11-23.md": GOOD}, more="site_url: https://ada.example.org/")
    (folder / ".gitignore").write_text("private/\n/made-up/\n", encoding="utf-8")
    run_git(folder, ["init", "--quiet", "--initial-branch=main"])
    run_git(folder, ["remote", "add", "origin", str(remote)])
    commit(folder)
    write_files(folder / "made-up", SITE)

    def made_up(config: Path, target: Path, today: object) -> Build:
        shutil.copytree(folder / "made-up", target)
        return Build(True, ())

    monkeypatch.setattr(build, "build_site", made_up)
    monkeypatch.chdir(folder)
    return folder


def commit(folder: Path) -> None:
    run_git(folder, ["add", "--all"])
    run_git(folder, ["commit", "--quiet", "--message", "A day"])


def publish(*words: str) -> Result:
    return CliRunner().invoke(main, ["publish", *words])


def test_published_then_nothing_changed(ready: Path, remote: Path) -> None:
    result = publish()
    assert result.exit_code == 0, result.output
    assert result.output == "Published to gh-pages of origin.\n2 pages, 3 files in all\nhttps://ada.example.org/\n"
    assert on_branch(remote) == {**SITE, ".nojekyll": ""}
    assert publish().output.startswith("Nothing changed since the last publication to gh-pages of origin.\n")
    assert run_git(remote, ["log", "--format=%s", "gh-pages"]) == "Publish the site, 2026-11-24"


def test_dry_run_shows_the_new_text_and_pushes_nothing(ready: Path, remote: Path) -> None:
    publish()
    before = run_git(remote, ["rev-parse", "gh-pages"])
    many = "".join(f"<p>Line {n}</p>" for n in range(20))
    write_files(
        ready / "made-up",
        {"index.html": "<h1>Hello</h1><p>Met Ada</p>", "long/index.html": many + "<p>" + "x" * 500, "assets/netjournal/b.css": ""},
    )
    result = publish("--dry-run")
    assert result.exit_code == 0, result.output
    shown = "".join(f"    + Line {n}\n" for n in range(12))
    assert result.output == (
        f"New pages (1):\n  /long/\n{shown}    + … and 9 more lines\n"
        "Changed pages (1):\n  /\n    + Met Ada\n"
        "Pages that go away (1):\n  /2026/\n"
        "Files that differ and show no new text: 2\n"
        "This would be published to gh-pages of origin. Nothing was pushed.\n"
        "2 pages, 3 files in all\nhttps://ada.example.org/\n"
    )
    assert run_git(remote, ["rev-parse", "gh-pages"]) == before


def test_remote_and_branch_of_mkdocs_yml_are_the_defaults(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    run_git(other, ["init", "--quiet", "--bare"])
    run_git(ready, ["remote", "add", "site", str(other)])
    with (ready / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("remote_name: site\nremote_branch: main\n")
    commit(ready)
    result = publish()
    assert result.exit_code == 0, result.output
    assert branches(other) == ["main"]


def test_settings_of_the_journals_repository_hold_for_the_push(ready: Path, remote: Path) -> None:
    """Such as a program for passwords, a key for ssh, or another way to reach the same place."""
    run_git(ready, ["config", f"url.{remote}.insteadOf", "https://ada.invalid/site.git"])
    result = publish("--to", "https://ada.invalid/site.git")
    assert result.exit_code == 0, result.output
    assert branches(remote) == ["gh-pages"]


def breaks_the_journal(folder: Path) -> None:
    (folder / "journal" / "2026-11-24.md").write_text(BAD, encoding="utf-8")
    commit(folder)


def builds_for_the_owner(folder: Path) -> None:
    config = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(config + "      audience: owner\n", encoding="utf-8")
    commit(folder)


def forgets_to_ignore(folder: Path) -> None:
    (folder / ".gitignore").write_text("/made-up/\n", encoding="utf-8")
    commit(folder)


def keeps_a_private_file(folder: Path) -> None:
    (folder / "journal" / "Private").mkdir()
    (folder / "journal" / "Private" / "2026-11-24.md").write_text("zq-secret", encoding="utf-8")
    run_git(folder, ["add", "--force", "journal/Private"])
    commit(folder)


def leaves_a_change(folder: Path) -> None:
    (folder / "journal" / "2026-11-24.md").write_text(GOOD, encoding="utf-8")


@pytest.mark.parametrize(
    ("fault", "reason", "mend"),
    [
        (breaks_the_journal, "journal/2026-11-24.md:4: ", "`netjournal check` shows the lines"),
        (builds_for_the_owner, "`audience: owner`", "take that line out"),
        (forgets_to_ignore, "git does not ignore journal/private/", "write the line `/journal/private/`"),
        (keeps_a_private_file, "for your eyes only:\n  journal/Private/2026-11-24.md\n", "git rm -r --cached journal/Private`"),
        (leaves_a_change, "changes that no commit holds:\n  journal/2026-11-24.md", "--allow-dirty"),
    ],
)
def test_refusals_say_the_reason_and_the_mend(
    ready: Path, remote: Path, fault: Callable[[Path], None], reason: str, mend: str
) -> None:
    fault(ready)
    result = publish()
    assert result.exit_code == 1, result.output
    assert reason in result.output
    assert mend in result.output
    assert "zq-secret" not in result.output
    assert result.output.endswith("Nothing was published.\n")
    assert branches(remote) == []


def test_private_value_that_a_public_repository_keeps_is_an_error(ready: Path, remote: Path) -> None:
    config = (ready / "mkdocs.yml").read_text(encoding="utf-8")
    (ready / "mkdocs.yml").write_text(config + "      repository: public\n      alias_key: x\n", encoding="utf-8")
    entry = "---\ncontacts:\n  - {name: Ada Lovelace, email: zq-secret@example.org}\n---\n"
    (ready / "journal" / "2026-11-24.md").write_text(entry, encoding="utf-8")
    commit(ready)
    result = publish()
    assert (result.exit_code, branches(remote)) == (1, []), result.output
    assert "journal/2026-11-24.md:3: " in result.output
    assert "[tracked-private]" in result.output
    assert "zq-secret" not in result.output


def test_uncommitted_changes_are_published_when_one_says_so(ready: Path, remote: Path) -> None:
    leaves_a_change(ready)
    assert publish("--allow-dirty").exit_code == 0
    assert branches(remote) == ["gh-pages"]


def test_failed_build_is_a_refusal(ready: Path, remote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "build_site", lambda *_: Build(False, ("a private value stands in index.html",)))
    result = publish()
    assert (result.exit_code, branches(remote)) == (1, [])
    assert "  a private value stands in index.html\n" in result.output


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--to", "."], "this is the journal's own folder"),
        (["--to", ".git"], "this is the journal's own folder"),
        (["--branch", "main"], "main is the branch that the journal itself is on"),
        (["--branch", "source"], "source of origin holds a journal"),
        (["--branch", "source", "--force"], "source of origin holds a journal"),
        (["--branch", "notes"], "notes of origin holds something else than a published site"),
    ],
)
def test_source_is_never_overwritten(ready: Path, remote: Path, words: list[str], reason: str) -> None:
    run_git(ready, ["push", "--quiet", "origin", "HEAD:refs/heads/source"])
    put(remote, ready.parent / "notes", {"notes.txt": "x"}, "notes")
    before = run_git(remote, ["for-each-ref"])
    result = publish(*words)
    assert result.exit_code == 1, result.output
    assert reason in result.output
    assert run_git(remote, ["for-each-ref"]) == before


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--to", "orgin"], "there is no remote 'orgin'"),
        (["--to", "file:///no/such/repository.git"], "no/such/repository.git"),
        (["--branch", "a..b"], "'a..b' cannot be the name of a branch"),
    ],
)
def test_what_cannot_run_exits_with_2(ready: Path, words: list[str], reason: str) -> None:
    result = publish(*words)
    assert result.exit_code == 2, result.output
    assert reason in result.output


def test_where_a_workflow_publishes_nothing_is_pushed(ready: Path, remote: Path) -> None:
    workflow = ready / ".github" / "workflows" / "pages.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("jobs:\n  deploy:\n    steps:\n      - uses: actions/deploy-pages@v5\n", encoding="utf-8")
    commit(ready)
    result = publish()
    assert result.exit_code == 0, result.output
    assert "Push your commits, and .github/workflows/pages.yml publishes it: git push\n" in result.output
    assert branches(remote) == []
    assert publish("--to", "origin").exit_code == 0
    assert branches(remote) == ["gh-pages"]


def test_people_by_alias_without_a_key_are_a_warning(ready: Path) -> None:
    (ready / "journal" / "2026-11-24.md").write_text("---\ncontacts:\n  - name: Ada Lovelace\n---\nMet @ada-lovelace.\n", "utf-8")
    commit(ready)
    result = publish()
    assert result.exit_code == 0, result.output
    assert "warning: people are published by alias without `alias_key`" in result.output


def test_without_a_repository_one_must_say_where_to(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project({"2026-11-23.md": GOOD}))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    result = publish()
    assert (result.exit_code, "there is no git repository here" in result.output) == (2, True)


# -- with MkDocs


def test_real_site_is_published(project: Callable[..., Path], remote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project({"2026-11-23.md": GOOD.replace("A day.", "A day. <!-- zq-secret -->")})
    monkeypatch.chdir(folder)
    result = publish("--to", str(remote))
    assert result.exit_code == 0, result.output
    files = on_branch(remote)
    assert "A day." in files["2026-11-23/index.html"]
    assert not any("zq-secret" in text for text in files.values())
    assert sorted(path.name for path in folder.iterdir()) == ["journal", "mkdocs.yml"], "built aside"


def test_build_that_fails_shows_why(project: Callable[..., Path], tmp_path: Path) -> None:
    folder = project({"2026-11-23.md": GOOD}, more="extra_css: 5")
    result = build.build_site(folder / "mkdocs.yml", tmp_path / "aside", date(2026, 11, 24))
    assert not result.ok
    assert any("extra_css" in line for line in result.complaints)


def test_complaints_of_a_build_are_whole_and_without_tracebacks() -> None:
    log = [
        "INFO    -  Building documentation to directory: /tmp/x",
        "WARNING -  about.md contains a link that leads nowhere",
        "INFO    -  zq",
        "ERROR   -  Two values:",
        "           the first",
        "Traceback (most recent call last):",
        "  zq",
        "Aborted with 2 warnings in strict mode!",
    ]
    assert build.read_complaints(log) == ["about.md contains a link that leads nowhere", "Two values:", "  the first"]


def test_git_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="does not appear to be a git repository"):
        workshop = open_workshop(tmp_path, None, may_ask=False)
        fetch_published(workshop, Target(str(tmp_path / "nowhere"), "gh-pages"))
