"""What went wrong on this machine and what to do next: calls, settings, files, jobs, spending."""

from __future__ import annotations

from typing import NamedTuple

from nemo_client.phrases import Row


class Advice(NamedTuple):
    """The sentence that names an error and the sentence that helps."""

    message: Row
    hint: Row


FORMATS = "mp4 mov avi webm mkv jpg jpeg png gif webp mp3 wav m4a aac"

LOCAL: dict[str, Advice] = {
    "usage": Advice(
        Row("{detail}", "{detail}"),
        Row("See `nemo --help`.", "请查看 `nemo --help`。"),
    ),
    "bad_setting": Advice(
        Row("The setting {name} is unusable: {detail}", "设置 {name} 无法使用：{detail}"),
        Row("Correct or unset {name}, then try again.", "请更正或取消设置 {name} 后重试。"),
    ),
    "sandbox_missing": Advice(
        Row(
            "The embedded backend needs packages that are not installed: {detail}",
            "内置后端需要尚未安装的软件包：{detail}",
        ),
        Row(
            "Install them with: pip install 'nemo-client[sandbox]'",
            "请安装：pip install 'nemo-client[sandbox]'",
        ),
    ),
    "sandbox_failed": Advice(
        Row("The embedded backend did not start: {detail}", "内置后端未能启动：{detail}"),
        Row(
            "Run `nemo sandbox run` to watch it start, or `nemo doctor`.",
            "请运行 `nemo sandbox run` 查看启动过程，或运行 `nemo doctor`。",
        ),
    ),
    "no_such_fault": Advice(
        Row("That cannot be made to go wrong: {detail}", "无法模拟该故障：{detail}"),
        Row(
            "`nemo sandbox faults` lists what can, and how it is spelled.",
            "`nemo sandbox faults` 会列出可模拟的故障及写法。",
        ),
    ),
    "extra_missing": Advice(
        Row(
            "This needs packages that are not installed: {detail}",
            "此操作需要尚未安装的软件包：{detail}",
        ),
        Row(
            "Install them with: pip install 'nemo-client[{extra}]'",
            "请安装：pip install 'nemo-client[{extra}]'",
        ),
    ),
    "file_refused": Advice(
        Row("Not a media file this service takes: {detail}", "该服务不支持这种文件：{detail}"),
        Row("Supported formats: " + FORMATS + ".", "支持的格式：" + FORMATS + "。"),
    ),
    "file_missing": Advice(
        Row("Cannot read the file {path}: {detail}", "无法读取文件 {path}：{detail}"),
        Row("Check the path and its permissions.", "请检查路径和权限。"),
    ),
    "file_too_large": Advice(
        Row("The file is too large: {detail}", "文件过大：{detail}"),
        Row("Compress or trim it, then upload again.", "请压缩或裁剪后重新上传。"),
    ),
    "output_exists": Advice(
        Row(
            "{path} exists already and was not touched. {detail}",
            "{path} 已存在，未作任何改动。{detail}",
        ),
        Row("Choose another name with -o, or add --force.", "请用 -o 换一个名字，或加上 --force。"),
    ),
    "output_unwritable": Advice(
        Row("Cannot write {path}: {detail}", "无法写入 {path}：{detail}"),
        Row("Choose a folder you can write to with -o.", "请用 -o 指定一个可写的文件夹。"),
    ),
    "session_busy": Advice(
        Row(
            "Another turn of this session is running: {detail}.",
            "该会话正在处理另一请求：{detail}。",
        ),
        Row(
            "Wait for it to end and try again, or add --queue to wait in line.",
            "请等待其结束后再试，或加上 --queue 排队等候。",
        ),
    ),
    "job_busy": Advice(
        Row("Another process carries this job: {detail}.", "另一进程正在处理该任务：{detail}。"),
        Row("Follow it with `nemo watch`.", "可用 `nemo watch` 跟踪。"),
    ),
    "spending_busy": Advice(
        Row(
            "Another message is still being agreed to: {detail}.",
            "另一条消息仍在等待确认：{detail}。",
        ),
        Row("Nothing was sent; answer there, then try again.", "没有发送；请先在那里确认再重试。"),
    ),
    "no_jobs": Advice(
        Row("No job of this directory is on record.", "当前目录没有任务记录。"),
        Row("`nemo jobs --all` lists all of them.", "`nemo jobs --all` 可列出所有任务。"),
    ),
    "job_goes_on": Advice(
        Row("The wait is over, the job goes on: {job}.", "等待结束，任务仍在继续：{job}。"),
        Row(
            "It is carried on here and nothing is lost; look again with `{next}`.",
            "任务会在本机继续，不会丢失；请用 `{next}` 再次查看。",
        ),
    ),
    "job_left": Advice(
        Row(
            "The process that carried {job} is gone; see {log}.",
            "处理 {job} 的进程已退出；请查看 {log}。",
        ),
        Row("Nothing is lost: take it up with `{next}`.", "没有丢失任何内容：请用 `{next}` 继续。"),
    ),
    "policy_unusable": Advice(
        Row(
            "The spending policy {path} cannot be used: {detail}.",
            "无法使用消费策略 {path}：{detail}。",
        ),
        Row(
            "Correct or remove the file; until then nothing that costs is sent.",
            "请修正或删除该文件；在此之前不会发送任何收费请求。",
        ),
    ),
    "spend_refused": Advice(
        Row("Not sent: {detail}", "未发送：{detail}"),
        Row(
            "What may be spent is said in {path} (spend, max_per_turn, max_per_day) and lowered "
            "by --max-credits; only its owner should change it.",
            "可消费的额度由 {path}（spend、max_per_turn、max_per_day）决定，并可用 --max-credits "
            "降低；只应由其所有者修改。",
        ),
    ),
    "no_job": Advice(
        Row("There is no job {job} on record.", "没有任务 {job} 的记录。"),
        Row("`nemo jobs` lists them.", "`nemo jobs` 可列出任务。"),
    ),
    "job_unreadable": Advice(
        Row(
            "Job {job} is of another version, with steps that this one does not know.",
            "任务 {job} 由其他版本写入，其中有本版本不认识的步骤。",
        ),
        Row(
            "Nothing was sent and nothing is lost; update, then take it up with `nemo recover`.",
            "没有发送也没有丢失任何内容；请更新后用 `nemo recover` 继续。",
        ),
    ),
    "ledger_unwritable": Advice(
        Row("The ledger cannot be written: {path}: {detail}", "无法写入记录：{path}：{detail}"),
        Row(
            "Nothing was sent. Free some space or check the permissions; then look at `nemo jobs`: "
            "what is open there is finished by `nemo recover`, what is not may be tried again.",
            "没有发送任何内容。请检查磁盘空间和权限，然后查看 `nemo jobs`："
            "其中未完成的用 `nemo recover` 完成，其余的可以重试。",
        ),
    ),
    "place_unusable": Advice(
        Row("{path} cannot be used: {detail}", "无法使用 {path}：{detail}"),
        Row(
            "Check that it exists, that you may write there and that the disk is not full.",
            "请检查其是否存在、是否可写以及磁盘是否已满。",
        ),
    ),
}
"""By error code; `phrases.errors` holds the rest and all of them."""
