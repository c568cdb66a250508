"""Makes the graphs of checkpoints of train.py.

    export.py --quality 2 --checkpoint FILE     a level of your own, with its note, as for the other models
    export.py --run FOLDER [--kodak FILE]       the project's own levels and card, of what train.py left there;
                                                --kodak: bits per pixel and PSNR of each, as JSON
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from exporting import export_arguments, listed, write_json  # noqa: E402
from hyperpriors import card, from_checkpoint, level_files, write_levels  # noqa: E402
from write_whole import write_whole  # noqa: E402

HERE = Path(__file__).parent
ID, CLASS = HERE.name, "bmshj2018-hyperprior"
PACKAGES = (
    "gnome-backgrounds 43.1, lomiri-wallpapers-16.04 and -20.04 20.04.0, mate-backgrounds 1.26.0, "
    "plasma-workspace-wallpapers 5.27.5, sway-backgrounds 1.7, ukui-wallpapers 20.04.3"
)


def settle(net, steps=4000, rate=0.3):
    """Has the quantiles of the factorized prior, its medians and tails, follow distributions that learn no more."""
    optimiser = torch.optim.Adam([net.entropy_bottleneck.quantiles], rate)
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = rate * 0.001 ** (step / steps)
        optimiser.zero_grad()
        net.entropy_bottleneck.loss().backward()
        optimiser.step()


def ship(run, kodak):
    """The levels of a run of train.py by rising lambda: graphs, curves, pictures and card."""
    checkpoints = sorted(run.glob("level-*.pth.tar"))
    levels, said = [], []
    for quality, checkpoint in enumerate(checkpoints, 1):
        stored = torch.load(checkpoint, map_location="cpu", weights_only=True)
        facts, steps = stored["facts"], stored["step"]
        net = from_checkpoint(CLASS, checkpoint).eval()
        settle(net)
        net.update(force=True)
        made, _ = level_files(CLASS, net, "")
        files = {graph: (f"level-{quality}-{name}", data) for graph, (name, data) in made.items()}
        for name, data in files.values():
            write_whole(HERE / name, data)
        (narrow, wide), (count, side) = facts["widths"], facts["windows"]
        level = {
            "quality": quality,
            "tuned": "mse",
            "channels": {"y": wide, "z": narrow},
            "weights": {"file": checkpoint.name, "sha256": hashlib.sha256(checkpoint.read_bytes()).hexdigest()},
        }
        if str(quality) in kodak:
            level["kodak"] = kodak[str(quality)]
        levels.append({**level, "files": listed(files)})
        start = "from random weights" if facts["from"] is None else f"from the weights of level {facts['from']}"
        said.append(
            f"Quality {quality}: lambda {facts['lambda']} (CompressAI's level {facts['level']}), {start}, {steps} steps of {count} windows of "
            f"{side}x{side}, {round(stored['spent'])} seconds of a shared processor, of which {round(stored['cpu'])} its own, seed {facts['seed']}."
        )
        curve = checkpoint.with_name(checkpoint.name.replace(".pth.tar", ".jsonl"))
        (HERE / "training").mkdir(exist_ok=True)
        shutil.copyfile(curve, HERE / "training" / curve.name)
    pictures = json.loads((run / "tiles.json").read_text())
    write_json(HERE / "training" / "pictures.json", pictures)
    whole = card(CLASS, levels, 1, "")
    whole["id"] = ID
    whole["title"] = "Scale hyperprior (Ballé et al. 2018), small, trained by this project"
    whole["source"] = whole["source"].replace("class and weights of CompressAI 1.2.8", "class of CompressAI 1.2.8, weights of train.py")
    whole["sourceUrls"] += ["https://cloudinary.com/labs/cid22", "https://creativecommons.org/licenses/by-sa/4.0/"]
    whole["licence"] = "MIT; trained on CID22 (CC BY-SA 4.0) and Debian's wallpapers"
    whole["codec"]["groups"] = [{**group, "channels": levels[0]["channels"][group["id"]]} for group in whole["codec"]["groups"]]
    whole["codec"]["bytesPerPixel"] = 1050
    del whole["verified"]
    whole["weights"] = []
    whole["published"] = "nothing: kodak of the levels holds what the project measured itself"
    whole["notes"] = [
        "48 channels in the transforms and 80 latents, where the published model has 128 to 192 and 192 to 320; an hour of one "
        "processor, where it had days of a GPU. The curve says what that gives, not what the architecture can.",
        *said,
        f"Trained on {len(pictures['pictures'])} pictures, {pictures['tiles']} tiles of 512x512 (training/pictures.json has each with its "
        f"SHA-256): the training set of CID22, and photographs of Debian's packages {PACKAGES}. No picture of Kodak, GB82 or a "
        "validation set is among them.",
        "The class is CompressAI's, BSD-3-Clause-Clear; the weights are the project's, MIT.",
        "Graphs equal CompressAI's class in PyTorch with these weights within 1e-5 of the largest value, at three sizes.",
    ]
    write_json(HERE / "card.json", whole)
    print(f"wrote {len(levels)} levels and the card to {HERE}")


def main():
    levels = json.loads((HERE / "card.json").read_text())["codec"]["rate"]["levels"]
    more = {
        "--run": {"type": Path, "help": "the project's own levels and card, of what train.py left in this folder"},
        "--kodak": {"type": Path, "help": "of --run: bits per pixel and PSNR of each level, as JSON"},
    }
    args = export_arguments(
        ID, None, levels=[level["quality"] for level in levels], checkpoint="a run of train.py of your own", one_level=True, more=more)
    torch.set_num_threads(1)
    if args.run:
        ship(args.run, json.loads(args.kodak.read_text()) if args.kodak else {})
    elif args.checkpoint:
        write_levels(CLASS, ID, args)
    else:
        sys.exit(f"the weights of {ID} are in its folder: --quality N --checkpoint FILE or --run FOLDER makes others")


main()
