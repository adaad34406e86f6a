"""Where the data may not lie: disks of other machines, folders that are synchronised."""

import sys
from pathlib import Path

import pytest

from ldz_desktop.errors import OpenError
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.storage import location

PASSWORD = "测试口令-2026"
MOUNTS = """\
/dev/sda2 / ext4 rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
kio-fuse /run/user/1000/kio-fuse-x fuse.kio-fuse rw 0 0
kio-fuse /run/user/1000/kio-fuse-y fuse rw 0 0
remote: /mnt/rclone fuse.rclone rw 0 0
share /media/sf_share vboxsf rw 0 0
.host:/ /mnt/hgfs fuse.vmhgfs-fuse rw 0 0
.host:/ /mnt/hgfs2 vmhgfs rw 0 0
10.0.0.1:/ /mnt/ceph ceph rw 0 0
ceph-fuse /mnt/ceph2 fuse.ceph-fuse rw 0 0
gl:/v /mnt/gluster fuse.glusterfs rw 0 0
//nas/office /mnt/the\\040nas\\134x cifs rw 0 0
/dev/sdb1 /media/stick fuseblk rw 0 0
/dev/sdb2 /media/exfat exfat rw 0 0
vault /home/me/vault fuse.gocryptfs rw 0 0
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks the drive")
@pytest.mark.parametrize(
    "folder",
    [
        "/run/user/1000/gvfs/smb-share:server=nas", "/run/user/1000/kio-fuse-x/smb",
        "/run/user/1000/kio-fuse-y/smb", "/mnt/rclone", "/media/sf_share/数据", "/mnt/hgfs/x",
        "/mnt/hgfs2/x", "/mnt/ceph/x", "/mnt/ceph2", "/mnt/gluster/x", "/mnt/the nas\\x/数据",
    ],
)  # fmt: skip
def test_disks_of_other_machines(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location, "mount_kind", lambda path: location.kind_among(MOUNTS, path))
    assert location.is_network(Path(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks the drive")
@pytest.mark.parametrize(
    "folder",
    ["/home/me/数据", "/media/stick/x", "/media/exfat/x", "/home/me/vault", "/mnt/rclone2"],
)
def test_disks_of_this_machine(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location, "mount_kind", lambda path: location.kind_among(MOUNTS, path))
    assert not location.is_network(Path(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks the drive")
def test_a_link_to_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "数据").symlink_to(tmp_path / "far")
    mounts = f"/ / ext4 rw 0 0\nnas:/ {tmp_path}/far nfs4 rw 0 0"
    monkeypatch.setattr(location, "mount_kind", lambda path: location.kind_among(mounts, path))
    assert location.is_network(tmp_path / "数据" / "x")


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive", "onedrive", "ONEDRIVE - 兴文街道", "坚果云", "我的坚果云", "Nutstore",
        "WPSDrive", "WPS云盘", "WPS 云盘", "wps云盘", "WPS Cloud Files", "iCloudDrive",
        "iCloud Drive", "Google Drive", "GoogleDrive-li@example.com", "My Drive", "我的云端硬盘",
        "阿里云盘", "AliyunDrive", "百度网盘", "BaiduSyncdisk", "BaiduNetdiskWorkspace", "Dropbox",
        "dropbox (个人)", "腾讯微云", "天翼云盘", "Nextcloud", "SynologyDrive", "ＯｎｅＤｒｉｖｅ",
    ],
)  # fmt: skip
def test_synchronised_folders(name: str, tmp_path: Path) -> None:
    assert location.is_synchronised(tmp_path / name / "数据")


@pytest.mark.parametrize("name", ["数据", "LdzDesktop", "云上小区", "Documents", "drive", "文档"])
def test_folders_of_the_clerk(name: str, tmp_path: Path) -> None:
    assert not location.is_synchronised(tmp_path / name / "数据")


def test_a_synchronised_folder_of_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "工作"))
    assert location.is_synchronised(tmp_path / "工作" / "数据")
    assert not location.is_synchronised(tmp_path / "工作二" / "数据")
    (tmp_path / "家" / ".dropbox.cache").mkdir(parents=True)
    assert location.is_synchronised(tmp_path / "家" / "数据")


def test_both_are_refused_when_made_and_when_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OpenError, match="同步文件夹"):
        create_office(tmp_path / "onedrive - 街道" / "数据", "街道", "李敏", PASSWORD)
    create_office(tmp_path / "数据", "街道", "李敏", PASSWORD)[0].close()
    monkeypatch.setattr(location, "mount_kind", lambda _: "fuse.gvfsd-fuse")
    if sys.platform != "win32":
        with pytest.raises(OpenError, match="网络盘"):
            open_office(tmp_path / "数据", "", PASSWORD)
    (tmp_path / "数据").rename(tmp_path / "WPSDrive")
    with pytest.raises(OpenError, match="不能放在"):
        open_office(tmp_path / "WPSDrive", "", PASSWORD)
