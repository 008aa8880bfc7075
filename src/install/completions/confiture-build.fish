# Completion for confiture-build in fish, 3.1 or later. What may be typed the program tells itself:
# src/cli/completion.hpp describes what 'confiture-build complete' prints.

function __confiture_build_complete
    set -l typed (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $typed[1])
    set -l word (commandline -ct)
    # A quote that is still open is closed.
    set -l last (string unescape -- $word; or string unescape -- $word'"'; or string unescape -- $word"'")
    set -l lines ($program complete -- $typed[2..-1] "$last" 2>/dev/null)
    set -q lines[1]; or return
    set -l directive (string split \t -- $lines[-1])
    set -l prefix "$directive[2]"
    set -e lines[-1]

    for line in $lines
        echo -- $prefix$line
    end
    switch $directive[1]
        case :files
            __confiture_build_files "$prefix" "$last"
        case :directories
            __confiture_build_files "$prefix" "$last" | string match -- '*/'
    end
end

# Prints the files and directories that the word may become behind the prefix that it has.
function __confiture_build_files -a prefix word
    set -l path (string sub -s (math 1 + (string length -- "$prefix")) -- "$word")
    # In quotes '~' would be no folder.
    set -l home (string match -r '^~/' -- "$path")
    set -l rest (string escape -- (string replace -r '^~/' '' -- "$path"))
    # What fish knows no completion for it completes with files.
    printf "$prefix%s\n" (complete -C"__confiture_build_unknown $home$rest")
end

complete -c confiture-build -f -a '(__confiture_build_complete)'
