"""How bash, zsh and fish ask what a command line completes to, and how they are answered.

The scripts are click's own but for `--select=FC3` and `sarif=out`, which bash takes for several
words and the others for one; bash 3 (macOS) may lack `compopt` and `nosort`."""

from __future__ import annotations

import os
from typing import Final

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

VARIABLE: Final = "_FLOWCHECK_COMPLETE"
"""The environment variable by which a shell asks."""

_BASH: Final = """\
%(complete_func)s() {
    local IFS=$'\\n' line response type value
    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
%(complete_var)s=bash_complete $1)
    COMPREPLY=()
    for line in $response; do
        IFS=',' read -r type value <<< "$line"
        if [[ $type == file ]]; then
            compopt -o default 2>/dev/null
        else
            [[ $value == *= ]] && compopt -o nospace 2>/dev/null
            COMPREPLY+=("$value")
        fi
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null ||
    complete -o default -F %(complete_func)s %(prog_name)s
"""
_ZSH: Final = """\
#compdef %(prog_name)s
%(complete_func)s() {
    local -a described response
    local type value help
    (( ! $+commands[%(prog_name)s] )) && return 1
    response=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \
%(complete_var)s=zsh_complete %(prog_name)s)}")
    if [[ $PREFIX == --*=* || $words[CURRENT-1] == --output-format ]]; then
        compset -P '*='
    fi
    for type value help in ${response}; do
        if [[ $type == file ]]; then
            _files
        elif [[ $help != _ ]]; then
            described+=("${value//:/\\\\:}:$help")
        elif [[ $value == *= ]]; then
            compadd -U -i "$IPREFIX" -S '' -- "$value"
        else
            compadd -U -i "$IPREFIX" -V unsorted -- "$value"
        fi
    done
    (( $#described )) && _describe -V unsorted described -U -i "$IPREFIX"
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""
_FISH: Final = """\
function %(complete_func)s
    set -l token (commandline -ct)
    set -l option (string match -r -- '^--[^=]*=' $token)
    for line in (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \
COMP_CWORD=$token %(prog_name)s)
        set -l parts (string split -m 1 "," -- $line)
        if test $parts[1] = file
            set -l before (string sub -l (math (string length -- "$token") \
- (string length -- "$parts[2]")) -- $token)
            printf '%%s\\n' $before(__fish_complete_path "$parts[2]")
        else
            printf '%%s\\n' "$option$parts[2]"
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class _Bash(BashComplete):
    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor and the one there, with what bash has split at `=` joined."""
        words = split_arg_string(os.environ["COMP_WORDS"])
        at = int(os.environ["COMP_CWORD"])
        words = [*words[1:at], words[at] if at < len(words) else ""]
        joined: list[str] = []
        for word in words:
            if joined and (word == "=" or joined[-1].endswith("=")):
                joined[-1] += word
            else:
                joined.append(word)
        return joined[:-1], joined[-1]


class _Zsh(ZshComplete):
    source_template = _ZSH

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.type}\n{item.value or '_'}\n{item.help or '_'}"


class _Fish(FishComplete):
    source_template = _FISH

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.type},{item.value}" + (f"\t{item.help}" if item.help else "")


SHELLS: Final[dict[str, type[ShellComplete]]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


def answer_shells() -> None:
    """Let click answer as these scripts expect it."""
    for shell in SHELLS.values():
        add_completion_class(shell)
