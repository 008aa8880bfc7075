# Completion for confiture-build in bash, 4.4 or later. What may be typed the program tells itself:
# src/cli/completion.hpp describes what 'confiture-build complete' prints.

# Sets REPLY to a word without its quotes; nothing in it is expanded.
_confiture_build_unquoted() {
  local quote='' char i
  REPLY=''
  for ((i = 0; i < ${#1}; i++)); do
    char=${1:i:1}
    case $quote$char in
      \\ | '"\') REPLY+=${1:$((++i)):1} ;;
      \' | '"') quote=$char ;;
      "''" | '""') quote= ;;
      *) REPLY+=$char ;;
    esac
  done
}

# Sets WORDS to the words in front of the cursor. Bash splits them at what is in COMP_WORDBREAKS, such
# as '='; what touches is one word again.
_confiture_build_words() {
  local line=${COMP_LINE:0:COMP_POINT} blanks raw i
  local raws=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    blanks=${line%%[![:space:]]*}
    line=${line#"$blanks"}
    raw=${COMP_WORDS[i]}
    [[ $i != "$COMP_CWORD" ]] || raw=$line # the cursor may be in the middle of it
    if [[ -n $blanks || $i == 0 ]]; then
      raws+=("$raw")
    else
      raws[-1]+=$raw
    fi
    line=${line#"$raw"}
  done
  WORDS=()
  for raw in "${raws[@]}"; do
    _confiture_build_unquoted "$raw"
    WORDS+=("$REPLY")
  done
}

# Adds to COMPREPLY the words, which start with what was typed. Of each, readline takes what is behind
# the part that it does not replace.
_confiture_build_reply() {
  local kept=$1 word
  shift
  for word in "$@"; do
    word=${word#"$kept"}
    [[ ${COMP_WORDS[COMP_CWORD]} == [\"\']* ]] || printf -v word %q "$word"
    COMPREPLY+=("$word")
  done
}

# Adds to COMPREPLY files or directories where readline would not find them itself, as it does not know
# what of the word is a path.
_confiture_build_paths() {
  local directive=$1 kept=$2 prefix=$3 value=$4 action=-f path paths
  [[ $directive == :files ]] || action=-d
  mapfile -t paths < <(compgen "$action" -- "$value")
  for path in "${paths[@]}"; do
    [[ ! -d $path ]] || path+=/
    _confiture_build_reply "$kept" "$prefix$path"
  done
  [[ ${COMPREPLY[*]} != */ ]] || compopt -o nospace
}

_confiture_build() {
  local REPLY WORDS lines line directive prefix='' kept typed word words=()
  COMPREPLY=()
  if [[ ${COMP_WORDS[COMP_CWORD - 1]} == [\<\>]* ]]; then
    compopt -o default # where output goes, or input comes from
    return
  fi
  _confiture_build_words
  mapfile -t lines < <("${WORDS[0]/#~\//$HOME/}" complete -- "${WORDS[@]:1}" 2>/dev/null)
  [[ ${#lines[@]} != 0 ]] || return
  directive=${lines[-1]%%$'\t'*}
  [[ ${lines[-1]} != *$'\t'* ]] || prefix=${lines[-1]#*$'\t'}
  unset 'lines[-1]'

  typed=${WORDS[-1]}
  _confiture_build_unquoted "$2"
  kept=${typed%"$REPLY"}
  for line in "${lines[@]}"; do
    word=${line%%$'\t'*}
    words+=("$prefix$word")
    # Readline would take the command for the directory and add a slash to it.
    [[ ! -d $word ]] || directive=:
  done
  _confiture_build_reply "$kept" "${words[@]}"

  if [[ $directive != : && $prefix != "$kept" ]]; then
    _confiture_build_paths "$directive" "$kept" "$prefix" "${typed#"$prefix"}"
  elif [[ $directive == :files ]]; then
    compopt -o default
  elif [[ $directive == :directories ]]; then
    compopt -o plusdirs
  fi
}

complete -F _confiture_build confiture-build
