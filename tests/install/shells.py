"""Interactive shells at a terminal of their own, asked for completions by their keys."""

import os
import pty
import select
import shlex
import shutil
import signal

PATIENCE = 60  # seconds for an answer of a shell, before the test gives up
ASK = b"\x0f"  # control-O: tells the line as it is now
CLEAR = b"\x15"  # control-U
ALL = b"\x18\x01"  # control-X control-A: puts all that is offered into the line
TAB = b"\t"
LEFT = b"\x02"  # control-B
ANSWERS = 9  # the descriptor on which a shell tells its line, which ends in NUL
PROMPT = b"<ready>"


class Shell:
    """One shell, at home in the folder `home`, with its own files in another, `settings`. `start` is
    what its start-up file has beside what this needs."""

    name = ""
    keys = ""  # of its start-up file: the keys above, what a test could stumble over switched off

    def __init__(self, home, settings, path, start):
        self.settings = settings
        settings.mkdir()
        self.environment = {
            "PATH": f"{path}:{os.environ['PATH']}",
            "HOME": str(home),
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
        }
        argv = self.prepare(start + "\n" + self.keys)
        self.answers, ours = os.pipe()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.dup2(ours, ANSWERS)
            os.chdir(home)
            os.execvpe(argv[0], argv, self.environment)
        os.close(ours)
        self.seen = b""
        while PROMPT not in self.seen:
            self._wait_for([self.terminal])

    def prepare(self, start):
        """Writes the start-up file and returns the command line of the shell."""
        raise NotImplementedError

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)
        os.close(self.answers)

    def completed(self, line, behind=""):
        """The line after a press of the tab key, with the cursor in front of `behind`."""
        return self._ask(line, behind, TAB)

    def offered(self, line, word=""):
        """All that the last word of `line + word` may become."""
        return self.split(self._ask(line + word, "", ALL)[len(line) :])

    @staticmethod
    def split(text):
        return sorted(set(shlex.split(text)))

    def _ask(self, line, behind, key):
        typed = (line + behind).encode() + LEFT * len(behind)
        os.write(self.terminal, typed + key + ASK + CLEAR)
        answer = b""
        while not answer.endswith(b"\0"):
            answer += self._wait_for([self.terminal, self.answers])
        return answer[:-1].decode()

    def _wait_for(self, descriptors):
        """What comes of answers; what the shell shows is kept for the message if none does."""
        ready = select.select(descriptors, [], [], PATIENCE)[0]
        if not ready:
            raise TimeoutError(f"{self.name} does not answer: {self.seen[-2000:]!r}")
        answer = b""
        for descriptor in ready:
            data = os.read(descriptor, 65536)
            if descriptor == self.answers:
                answer += data
            else:
                self.seen += data
        return answer


class Bash(Shell):
    name = "bash"
    keys = r"""
PS1='<ready>'
bind 'set bind-tty-special-chars off' # which include control-O and control-U
bind 'set enable-bracketed-paste off'
bind 'set completion-query-items 0'
bind 'set page-completions off'
tell_line() { printf '%s\0' "$READLINE_LINE" >&9; }
bind -x '"\C-o": tell_line'
bind '"\C-u": kill-whole-line'
bind '"\C-x\C-a": insert-completions'
"""

    def prepare(self, start):
        (self.settings / "bashrc").write_text(start)
        return ["bash", "--noprofile", "--rcfile", str(self.settings / "bashrc"), "-i"]


class Zsh(Shell):
    name = "zsh"
    keys = r"""
PS1='<ready>'
bindkey -e
unset zle_bracketed_paste
LISTMAX=-1
tell_line() { print -rN -- "$BUFFER" >&9 }
zle -N tell_line
bindkey '^O' tell_line
bindkey '^U' kill-whole-line
zle -C all complete-word _generic
zstyle ':completion:all:*' completer _all_matches _complete
zstyle ':completion:all:*' insert true
bindkey '^X^A' all
"""

    def prepare(self, start):
        (self.settings / ".zshrc").write_text(start)
        self.environment["ZDOTDIR"] = str(self.settings)
        return ["zsh", "-d", "-i"]


class Fish(Shell):
    name = "fish"
    keys = r"""
function fish_prompt; printf '<ready>'; end
set -g fish_greeting
set -g fish_autosuggestion_enabled 0
function tell_line; printf '%s\0' (commandline) >&9; end
function put_all
    set -l words (complete -C(commandline) | string replace -r '\t.*' '')
    commandline -rt -- (string join ' ' -- (string escape -- $words))
end
bind \co tell_line
bind \cu 'commandline ""'
bind \cx\ca put_all
"""

    def prepare(self, start):
        (self.settings / "fish/generated_completions").mkdir(parents=True) # or it would make them
        (self.settings / "fish/config.fish").write_text(start)
        self.environment["XDG_CONFIG_HOME"] = str(self.settings)
        self.environment["XDG_DATA_HOME"] = str(self.settings)
        return ["fish", "-i"]


SHELLS = {shell.name: shell for shell in (Bash, Zsh, Fish)}


def is_there(name):
    return shutil.which(name) is not None
