"""What image generators write beside the picture: prompts, seeds, models, whole graphs."""

import json
import re
from collections.abc import Iterable
from typing import Any

from interchange.workbench.signals import schemes
from interchange.workbench.signals.containers import blocks
from interchange.workbench.signals.make import metadata
from interchange.workbench.signals.model import Claim, Finding, say
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.readers import exif

A1111 = re.compile(r"\bSteps: \d+, (?:Sampler|Schedule type|Size|CFG scale|Seed): ?")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
MIDJOURNEY = re.compile(r"\bJob ID: [0-9a-f-]{36}\b")
PROGRAMS = ("DALL-E", "DALL·E", "Midjourney", "Stable Diffusion", "NovelAI", "Adobe Firefly", "InvokeAI", "ComfyUI", "Fooocus", "Leonardo.Ai", "Ideogram", "Imagen", "Made with Google AI", "FLUX", "black forest labs")  # fmt: skip
SPEC = "No standard; the program's own way"


class Generators:
    """AUTOMATIC1111 and Forge, ComfyUI, NovelAI, InvokeAI, Fooocus, Easy Diffusion, Midjourney, Grok, Draw Things."""

    name = "generators"
    version = "1"
    schemes = schemes.pick("generator-parameters")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return media_type.startswith(("image/", "video/", "audio/"))

    def read(self, source: Source) -> Iterable[Finding]:
        texts: dict[str, tuple[str, str]] = {}
        for block in blocks(source).blocks:
            if block.kind in ("text", "tag", "comment"):
                texts.setdefault(block.key or "comment", (block.place, block.text))
        yield from of_texts(texts)
        for place, fields in exif.of(source)[0]:
            yield from _of_exif(place, fields)


def _found(program: str, place: str, raw: str, data: dict[str, Any]) -> Finding:
    words = say("Holds the parameters with which {program} makes pictures.", program=program)
    return metadata(
        "generator-parameters",
        place,
        raw,
        words,
        Claim.MADE_BY_AI,
        code=program.lower().replace(" ", "-"),
        spec=SPEC,
        data={"program": program, **data},
        name=program,
    )


def of_texts(texts: dict[str, tuple[str, str]]) -> Iterable[Finding]:
    """Generators by the names and shapes of text chunks and tags."""
    place, text = texts.get("parameters", ("", ""))
    if A1111.search(text):
        program = "Fooocus" if "fooocus_scheme" in texts else "Stable Diffusion WebUI"
        yield _found(program, place, text, a1111(text))
    elif text.startswith("{") and (made := _json(text)):
        yield _found(
            "Fooocus" if "fooocus_scheme" in texts or "base_model" in made else "a Stable Diffusion program", place, text, _short(made)
        )
    graph: dict[str, Any] = {key: _json(texts[key][1]) for key in ("prompt", "workflow") if key in texts}
    if is_graph(graph.get("prompt")) or is_workflow(graph.get("workflow")):
        key = "prompt" if is_graph(graph.get("prompt")) else "workflow"
        yield _found("ComfyUI", texts[key][0], texts[key][1], comfy(graph))
    elif {"prompt", "seed"} <= set(texts) and not graph.get("prompt"):
        yield _found(
            "Easy Diffusion", texts["prompt"][0], texts["prompt"][1], {"prompt": texts["prompt"][1][:1000], "seed": texts["seed"][1][:40]}
        )
    if texts.get("Software", ("", ""))[1] == "NovelAI":
        found = _json(texts.get("Comment", ("", "{}"))[1]) or {}
        yield _found(
            "NovelAI",
            texts["Software"][0],
            texts.get("Comment", ("", ""))[1],
            {**_short(found), "model": texts.get("Source", ("", ""))[1][:200]},
        )
    for key in ("invokeai_metadata", "sd-metadata", "Dream"):
        if key in texts:
            yield _found("InvokeAI", texts[key][0], texts[key][1], _short(_json(texts[key][1]) or {}))
            break
    place, text = texts.get("Description", ("", ""))
    if MIDJOURNEY.search(text):
        yield _found("Midjourney", place, text, {"prompt": text[:1000]})
    if "generation_data" in texts and (made := _json(texts["generation_data"][1].rstrip("\x00"))):
        yield _found("Tensor.Art or Liblib", *texts["generation_data"], _short(made))
    yield from _named(texts)


def _named(texts: dict[str, tuple[str, str]]) -> Iterable[Finding]:
    """Programs that only leave their name."""
    for key in ("Software", "Title", "Author", "Credit", "Source", "software", "encoder", "TSSE", "ISFT", "©too"):
        place, text = texts.get(key, ("", ""))
        named = next((program for program in PROGRAMS if program.lower() in text.lower()), "")
        if named and not (key == "Software" and text == "NovelAI"):
            words = say("Names the generator {program}.", program=named)
            yield metadata("generator-parameters", place, text, words, Claim.MADE_BY_AI, code=named.lower(), spec=SPEC, name=named)


def _of_exif(place: str, fields: dict[int, Any]) -> Iterable[Finding]:
    texts = {tag: fields[tag].text for tag in (exif.MAKE, exif.MODEL, exif.ARTIST, exif.DESCRIPTION, exif.SOFTWARE) if tag in fields}
    comment = exif.comment(fields[exif.COMMENT]) if exif.COMMENT in fields else ""
    graph: dict[str, Any] = {}
    for tag, text in texts.items():
        for key in ("prompt", "workflow"):
            if text.lower().startswith(f"{key}:") and (made := _json(text[len(key) + 1 :])):
                graph[key] = made
                raw, where = text, f"{place}, {exif.NAMES[tag]}"
    if is_graph(graph.get("prompt")) or is_workflow(graph.get("workflow")):
        yield _found("ComfyUI", where, raw, comfy(graph))
    if A1111.search(comment):
        yield _found("Stable Diffusion WebUI", f"{place}, UserComment", comment, a1111(comment))
    elif comment.startswith("{") and (made := _json(comment)):
        if "AIGC" not in made and ({"prompt", "seed"} & set(made) or {"c", "uc"} <= set(made)):
            yield _found("a Stable Diffusion program", f"{place}, UserComment", comment, _short(made))
    elif comment.startswith("Signature: ") and UUID.fullmatch(texts.get(exif.ARTIST, "")):
        words = say(
            "Carries the signature that xAI's Grok writes beside generated pictures. What it signs is not published; it was not verified."
        )
        yield metadata(
            "generator-parameters",
            f"{place}, UserComment and Artist",
            comment,
            words,
            Claim.MADE_BY_AI,
            code="grok",
            spec=SPEC,
            name="Grok",
        )
    for tag in (exif.SOFTWARE, exif.MAKE):
        named = next((program for program in PROGRAMS if program.lower() in texts.get(tag, "").lower()[:200] and not graph), "")
        if named:
            words = say("Names the generator {program}.", program=named)
            yield metadata(
                "generator-parameters",
                f"{place}, {exif.NAMES[tag]}",
                texts[tag],
                words,
                Claim.MADE_BY_AI,
                code=named.lower(),
                spec=SPEC,
                name=named,
            )


def a1111(text: str) -> dict[str, str]:
    """Prompt, negative prompt and settings of the WebUI's text."""
    head, _, settings = text.rpartition("\nSteps: ")
    prompt, _, negative = head.partition("\nNegative prompt: ")
    made = {"prompt": prompt[:2000], "negative": negative[:2000]}
    for name, value in re.findall(r"([A-Z][\w ]{1,30}): ((?:\"[^\"]*\"|[^,\n])*)", f"Steps: {settings[:8000]}")[:60]:
        if name in ("Steps", "Sampler", "CFG scale", "Seed", "Size", "Model", "Model hash", "Version"):
            made[name] = value[:200]
    return {name: value for name, value in made.items() if value}


def is_graph(made: Any) -> bool:
    """A ComfyUI prompt: numbered nodes with a class."""
    return isinstance(made, dict) and any(isinstance(node, dict) and "class_type" in node for node in list(made.values())[:50])


def is_workflow(made: Any) -> bool:
    """A ComfyUI workflow as its editor saves it."""
    return isinstance(made, dict) and isinstance(made.get("nodes"), list) and ("links" in made or "last_node_id" in made)


def comfy(graph: dict[str, Any]) -> dict[str, Any]:
    """Models, samplers and texts of a graph, as far as their nodes name them."""
    models: set[str] = set()
    texts: list[str] = []
    classes: set[str] = set()
    prompt = graph.get("prompt")
    for node in list(prompt.values())[:2000] if isinstance(prompt, dict) else []:
        if not isinstance(node, dict):
            continue
        classes.add(str(node.get("class_type", ""))[:80])
        inputs = node.get("inputs")
        for name, value in inputs.items() if isinstance(inputs, dict) else ():
            if (
                isinstance(value, str)
                and name.endswith(("_name", "_name1", "_name2"))
                and value.endswith((".safetensors", ".ckpt", ".pt", ".pth", ".gguf", ".bin", ".sft"))
            ):
                models.add(value[:200])
            elif isinstance(value, str) and name in ("text", "prompt") and len(texts) < 8:
                texts.append(value[:500])
    workflow = graph.get("workflow")
    if isinstance(workflow, dict) and not classes:
        nodes = workflow.get("nodes")
        classes = {str(node.get("type", ""))[:80] for node in (nodes if isinstance(nodes, list) else [])[:2000] if isinstance(node, dict)}
    return {"models": sorted(models)[:20], "texts": texts, "nodes": sorted(classes)[:60]}


def _json(text: str) -> dict[str, Any] | None:
    try:
        made = json.loads(text.strip("\x00 \n"))
    except (ValueError, RecursionError):
        return None
    return made if isinstance(made, dict) else None


def _short(made: dict[str, Any]) -> dict[str, Any]:
    """Simple values of a dictionary, cut to what a report needs."""
    return {str(name)[:60]: str(value)[:1000] for name, value in list(made.items())[:40] if isinstance(value, (str, int, float, bool))}
