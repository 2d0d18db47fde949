"""Judges a host: the manifest, each file that it names, and what there is not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from simulator.check import caching, content, manifest, sharing
from simulator.check.asking import Answer, Host, UnansweredError
from simulator.check.manifest import Entry, Manifest
from simulator.check.said import Report, Said, Seen

Progress = Callable[[int, int], None]
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# What never was: an address as those of the page's half.
ABSENT = "page-0000000000.js"
# A compressed file may be larger than the file, by a little.
ALLOWANCE = 1000


async def judge(host: Host, progress: Progress | None = None) -> Report:
    """Return what there is to say of a host; `progress` hears of each file."""
    report = Report(str(host.base))
    if host.base.scheme != "https" and host.base.host not in LOOPBACK:
        words = "it is not https: browsers load nothing from it into a page that is"
        report.host.append(Said("transport", words))
    try:
        listed = await _manifest(host)
    except (UnansweredError, manifest.NoManifestError) as error:
        words = f"there is no manifest.json of Tagalong's: {error}"
        report.host.append(Said("status", words))
        return report
    report.version = listed.version
    own = Entry(manifest.NAME, -1, "")
    entries = [own, *sorted(listed.files, key=lambda one: one.name)]
    done = 0

    async def one(entry: Entry) -> Seen:
        nonlocal done
        seen = await _file(host, entry)
        done += 1
        if progress:
            progress(done, len(entries))
        return seen

    report.files = list(await asyncio.gather(*map(one, entries)))
    report.host += await _absent(host)
    await _rolled_back(host, listed, report)
    return report


async def _manifest(host: Host) -> Manifest:
    answer = await host.ask(manifest.NAME, manifest.MOST_BYTES, Accept_Encoding="gzip")
    wrong = content.judged_status(str(host.base / manifest.NAME), answer)
    if wrong:
        message = f"it {wrong.words}"
        raise manifest.NoManifestError(message)
    if answer.type in content.HTML:
        message = f"it comes as {answer.type}: the host answers with a page, or it lies elsewhere"
        raise manifest.NoManifestError(message)
    try:
        text = content.plain(answer, manifest.MOST_BYTES)
    except ValueError as error:
        message = f"it is told to be gzip, and cannot be read as such: {error}"
        raise manifest.NoManifestError(message) from None
    if text is None:
        message = f"it comes as {answer.encoding} to whoever has not asked for it"
        raise manifest.NoManifestError(message)
    return manifest.read(text)


async def _file(host: Host, entry: Entry) -> Seen:
    seen = Seen(entry.name)
    listed = entry.bytes >= 0
    most = entry.bytes + ALLOWANCE if listed else manifest.MOST_BYTES
    try:
        answer = await host.ask(entry.name, most, Accept_Encoding="gzip")
        seen.status, seen.type = answer.status, answer.type
        wrong = content.judged_status(str(host.base / entry.name), answer)
        if wrong:
            seen.said.append(wrong)
            return seen
        best = await host.ask(entry.name, 0, Accept_Encoding="br, gzip")
        await _judged(host, entry, seen, [answer, best])
    except UnansweredError as error:
        seen.said.append(Said("status", f"did not arrive: {error}"))
    return seen


async def _judged(host: Host, entry: Entry, seen: Seen, answers: list[Answer]) -> None:
    answer = answers[0]
    seen.encodings = sorted({one.encoding for one in answers} - {""})
    seen.caching = answer.header("Cache-Control")
    seen.said += content.judged_type(entry.name, answer)
    if entry.bytes >= 0:
        seen.bytes = entry.bytes
        if any(one.code == "fallback" for one in seen.said):
            return
        if entry.name == manifest.LOADER and answer.body == b"":
            seen.bytes = 0
            seen.said.append(Said("version", "is empty: Tagalong is switched off", wrong=False))
        else:
            said = list(content.judged_content(entry, answer))
            seen.said += said or content.judged_compression(entry, answers)
    seen.said += sharing.judged_sharing(host, answer)
    if manifest.unchanging(entry.name):
        seen.said += caching.judged_unchanging(answer)
    else:
        seen.said += caching.judged_changing(answer)
        seen.said += await caching.judged_validators(host, entry.name, answer)


async def _absent(host: Host) -> list[Said]:
    """Ask for what there is not."""
    try:
        answer = await host.ask(ABSENT, 0)
    except UnansweredError as error:
        return [Said("status", f"asked for a file that there is not, {error}")]
    if answer.status < 400:
        words = f"a file that there is not is answered with {answer.status} and"
        words += f" {answer.type or 'no type'}: a missing file looks like one that is there;"
        return [Said("fallback", f"{words} take the folder out of a web app's fall-back")]
    said = caching.directives(answer)
    kept = caching.seconds(said, "max-age") or 0
    if kept > caching.LONGEST and not {"no-store", "no-cache"} & set(said):
        words = f"that a file is not there ({answer.status}) may be kept for"
        words += f" {caching.duration(kept)}: whoever asks too early never gets it"
        return [Said("caching", words)]
    return []


async def _rolled_back(host: Host, listed: Manifest, report: Report) -> None:
    """Tell a loader that was put back by hand from one that is broken."""
    seen = next((one for one in report.files if one.name == manifest.LOADER), None)
    if seen is None or not any(one.code == "content" and one.wrong for one in seen.said):
        return
    try:
        answer = await host.ask(manifest.LOADER, manifest.LARGEST, Accept_Encoding="identity")
        if answer.encoding:
            return
        loader = answer.body
        versions = dict.fromkeys(
            re.findall(r'"(\d+\.\d+\.\d+)"', loader.decode("utf-8", "replace"))
        )
        for version in list(versions)[:5]:
            name = f"tagalong-{version}.js"
            named = await host.ask(name, manifest.LARGEST, Accept_Encoding="identity")
            if named.status == 200 and named.body == loader and not named.encoding:
                words = f"is that of {version}, not of {listed.version}: it was put back by hand"
                seen.said = [one for one in seen.said if one.code != "content"]
                seen.said.append(Said("version", words, wrong=False))
                return
    except UnansweredError:
        return
