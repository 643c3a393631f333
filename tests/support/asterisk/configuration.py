"""Writes the configuration of a private Asterisk: ``configuration.py ROOT DIR``. Standard library only.

Everything listens on loopback. Telephones have fixed addresses, where sipp plays them; 1006 has none, as one
that never registered. A number's last digit says which customer it is: see CUSTOMERS. Managers: ``occ`` has
exactly the rights docs/operations.md names, the others lack some.
"""

import os
import sys
from pathlib import Path

SECRET = "a-secret-of-the-tests"
CUSTOMERS = {
    "1": "answers",
    "2": "busy",
    "3": "silent",
    "4": "leaves",
    "5": "refuses",
}  # by a number's last digit
PHONES = {"1001": "answers", "1002": "silent", "1003": "answers", "1004": "busy", "1005": "leaves"}
UNREGISTERED = "1006"
BEHAVIOURS = (
    "answers",
    "busy",
    "silent",
    "leaves",
    "refuses",
)  # one sipp each, from CARRIER_PORT on, APART ports from the next
APART = 10
CONTEXT = "agents"
QUEUES = ("sales", "support")
READ, WRITE = "system,call,agent,user", "call,agent,originate,reporting"
MANAGERS = {
    "occ": (READ, WRITE),
    "deaf": ("system,agent,user", WRITE),
    "dumb": (READ, "call,agent,reporting"),
    "blind": (READ, "call,agent,originate"),
}

MODULES = (
    "res_sorcery_memory res_sorcery_config res_sorcery_astdb res_crypto res_timing_timerfd "
    "res_http_websocket res_pjproject res_pjsip res_pjsip_session res_pjsip_endpoint_identifier_ip "
    "res_pjsip_endpoint_identifier_user res_pjsip_registrar res_pjsip_caller_id res_pjsip_sdp_rtp "
    "res_pjsip_nat res_pjsip_pubsub res_speech res_rtp_asterisk chan_pjsip chan_bridge_media "
    "bridge_simple bridge_native_rtp bridge_holding bridge_builtin_features codec_ulaw format_gsm "
    "res_musiconhold pbx_config func_callerid func_channel func_devstate func_logic func_strings "
    "app_dial app_queue app_playback app_exec app_userevent app_verbose "
)
EMPTY = (
    "acl ccss cdr cel codecs features http indications musiconhold pjproject sorcery stasis udptl "
    "cli cli_aliases cli_permissions extconfig dnsmgr "
)

ENDPOINT = """
[{name}]
type=endpoint
context={context}
disallow=all
allow=ulaw
aors={name}
direct_media=no
media_address=127.0.0.1
callerid="{name}" <{name}>
[{name}]
type=aor
{contact}
"""


def _written(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text.lstrip())


def _directories(root: Path, base: Path, etc: Path) -> str:
    modules = next(root.glob("usr/lib/**/asterisk/modules/app_queue.so")).parent
    return f"""
[directories]
astetcdir => {etc}
astmoddir => {modules}
astvarlibdir => {base}/lib
astdbdir => {base}/db
astkeydir => {base}/keys
astdatadir => {root}/usr/share/asterisk
astagidir => {root}/usr/share/asterisk/agi-bin
astspooldir => {base}/spool
astrundir => {base}/run
astlogdir => {base}/log
[options]
documentation_language = en_US
nocolor = yes
"""


def _managers(port: str) -> str:
    users = "".join(
        f"[{name}]\nsecret = {SECRET}\npermit = 127.0.0.1/255.255.255.255\nread = {read}\nwrite = {write}\n"
        for name, (read, write) in MANAGERS.items()
    )
    return f"[general]\nenabled = yes\nport = {port}\nbindaddr = 127.0.0.1\ntimestampevents = yes\n{users}"


def _telephones(sip_port: str, carrier_port: int) -> str:
    ports = {behaviour: carrier_port + place * APART for place, behaviour in enumerate(BEHAVIOURS)}
    parts = [f"[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:{sip_port}\n"]
    for phone, behaviour in PHONES.items():
        contact = f"contact=sip:{phone}@127.0.0.1:{ports[behaviour]}"
        parts.append(ENDPOINT.format(name=phone, context=CONTEXT, contact=contact))
    parts.append(ENDPOINT.format(name=UNREGISTERED, context=CONTEXT, contact="max_contacts=1"))
    for digit, behaviour in CUSTOMERS.items():
        contact = f"contact=sip:customer@127.0.0.1:{ports[behaviour]}"
        parts.append(ENDPOINT.format(name=f"customer{digit}", context="nowhere", contact=contact))
    return "".join(parts)


def _dial_plan() -> str:
    return f"""
[general]
static=yes
writeprotect=yes
[{CONTEXT}]
exten => _9X.,1,NoOp(${{OCC_CALL_ID}})
 same => n,Dial(PJSIP/customer${{EXTEN:-1}},${{IF($["${{EXTEN:-1}}"="3"]?1:20)}})
 same => n,Hangup()
"""


def _queue(name: str) -> str:
    return f"[{name}]\nstrategy=rrmemory\ntimeout=10\nringinuse=no\njoinempty=yes\n"


def write(root: Path, base: Path, *, ami_port: str, sip_port: str, carrier_port: int) -> None:
    """Write all files of an Asterisk unpacked at ``root`` that is to run in ``base``."""
    etc = base / "etc"
    for part in ("etc", "lib", "db", "keys", "lib/keys", "spool", "run", "log"):
        (base / part).mkdir(parents=True, exist_ok=True)
    _written(etc, "asterisk.conf", _directories(root, base, etc))
    there = {path.stem for path in root.glob("usr/lib/**/asterisk/modules/*.so")}
    _written(
        etc,
        "modules.conf",
        "[modules]\nautoload=no\n" + "".join(f"load={m}.so\n" for m in MODULES.split() if m in there),
    )
    _written(etc, "logger.conf", "[general]\nqueue_log=no\n[logfiles]\nmessages => notice,warning,error\n")
    _written(etc, "manager.conf", _managers(ami_port))
    rtp_start = 20000 + (int(sip_port) % 200) * 200
    _written(etc, "rtp.conf", f"[general]\nrtpstart={rtp_start}\nrtpend={rtp_start + 199}\n")
    _written(etc, "pjsip.conf", _telephones(sip_port, carrier_port))
    _written(
        etc, "queues.conf", "[general]\npersistentmembers=no\n" + "".join(_queue(name) for name in QUEUES)
    )
    _written(etc, "extensions.conf", _dial_plan())
    for name in EMPTY.split():
        _written(etc, f"{name}.conf", "[general]\nenable=no\n" if name in {"cdr", "cel"} else "[general]\n")


if __name__ == "__main__":
    write(
        Path(sys.argv[1]).resolve(),
        Path(sys.argv[2]).resolve(),
        ami_port=os.environ.get("AMI_PORT", "5038"),
        sip_port=os.environ.get("SIP_PORT", "5060"),
        carrier_port=int(os.environ.get("CARRIER_PORT", "5071")),
    )
