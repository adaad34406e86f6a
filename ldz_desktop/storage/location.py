"""Whether a folder lies on a disk of another machine, or in a folder that some program copies
elsewhere while files in it are written. SQLite is safe on neither (reliability.md §3.6)."""

import os
import re
import sys
import unicodedata
from pathlib import Path, PureWindowsPath

from ldz_desktop.paths import shown

_NETWORK_KINDS = frozenset((
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "smbnetfs", "ncpfs", "ncp", "afs",
    "coda", "afpfs", "9p", "virtiofs", "davfs", "davfs2", "sshfs", "curlftpfs", "ftpfs",
    "gvfsd-fuse", "gvfs-fuse-daemon", "gvfs", "kio-fuse", "kio_fuse", "kiofuse", "rclone",
    "rclonefs", "s3fs", "s3ql", "gcsfuse", "goofys", "juicefs", "google-drive-ocamlfuse",
    "onedriver", "vboxsf", "vmhgfs", "vmhgfs-fuse", "prl_fs", "prl_fsd", "ceph", "ceph-fuse",
    "glusterfs", "glfs", "lustre", "lustre_lite", "beegfs", "gpfs", "orangefs", "pvfs2", "moosefs",
    "mfs", "lizardfs", "seaweedfs", "ocfs2", "gfs2", "jmtpfs", "simple-mtpfs", "mtpfs",
    "go-mtpfs", "aft-mtp-mount",
))  # fmt: skip
"""Kinds of file systems of other machines, of hosts of virtual machines and of telephones, without
"fuse." in front."""

_SYNCED = (
    "onedrive", "nutstore", "坚果云", "wpsdrive", "wps云盘", "wps网盘", "wpscloudfiles",
    "baidusync", "baidunetdiskworkspace", "百度网盘", "百度云", "dropbox", "iclouddrive",
    "icloud云盘", "googledrive", "谷歌云端硬盘", "mydrive", "云端硬盘", "阿里云盘", "aliyundrive",
    "alipan", "微云", "weiyun", "腾讯微云", "天翼云盘", "ecloud", "移动云盘", "和彩云", "联通云盘",
    "沃云", "夸克网盘", "夸克云盘", "quarkclouddrive", "360安全云盘", "360云盘", "115网盘",
    "115云盘", "123云盘", "123pan", "迅雷云盘", "城通网盘", "亿方云", "够快云库", "联想个人云",
    "联想企业网盘", "钉盘", "飞书云盘", "华为云空间", "小米云盘", "同步盘", "synologydrive",
    "群晖", "nextcloud", "owncloud", "seafile", "syncthing", "resiliosync", "megasync", "pcloud",
    "boxsync", "yandexdisk", "creativecloudfiles",
)  # fmt: skip
"""How the names of synchronised folders begin, small letters only, without what joins words."""

_LEFT_BEHIND = (
    ".dropbox.cache", ".stfolder", ".tmp.drivedownload", ".nextcloudsync.log",
    ".owncloudsync.log", ".SynologyWorkingDirectory",
)  # fmt: skip
"""What synchronising programs leave in the uppermost of their folders, whatever it is called."""
_ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
"""Environment variables in which Windows says where OneDrive's folders are."""

_DRIVE_REMOTE = 4


def is_network(path: Path) -> bool:
    """Whether the path lies on a drive of another machine, also where a link leads there."""
    if sys.platform == "win32":
        import ctypes

        drive = PureWindowsPath(shown(path)).drive
        if drive.startswith("\\\\"):
            return not drive.startswith("\\\\.\\")
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE)
    kind = mount_kind(_real(path))
    return kind.removeprefix("fuse.") in _NETWORK_KINDS


def is_synchronised(path: Path) -> bool:
    """Whether a program copies what lies there to another place while it is used."""
    for one in {path, _real(path)}:
        folders = [one, *one.parents]
        if any(_synced_name(folder.name) for folder in folders):
            return True
        if any(_there(folder / name) for folder in folders for name in _LEFT_BEHIND):
            return True
        tops = {Path(top) for name in _ONEDRIVE if (top := os.environ.get(name))}
        if tops.intersection(folders):
            return True
    return False


def mount_kind(path: Path) -> str:
    """The kind of file system a path lies on (Linux), "" where nobody tells."""
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""
    return kind_among(mounts, path)


def kind_among(mounts: str, path: Path) -> str:
    """The same, of a table of mounts as /proc/self/mounts has it. Of a bare "fuse" the name of what
    is mounted, which is that of the program behind it."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[1])
        inside = path == Path(point) or Path(point) in path.parents
        if inside and len(point) >= len(best):
            best, kind = point, fields[0] if fields[2] == "fuse" else fields[2]
    return kind


def _synced_name(name: str) -> bool:
    plain = re.sub(r"[\s._\-（）()]", "", unicodedata.normalize("NFKC", name).casefold())
    return plain.removeprefix("我的").startswith(_SYNCED)


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder one may not look into
        return False


def _real(path: Path) -> Path:
    """Where links lead to; the path itself where that cannot be told."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a folder one may not look into, links in a circle
        return path
