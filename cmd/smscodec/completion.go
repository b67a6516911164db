package main

// Completion of what a user types in a shell.

import (
	"bytes"
	"context"
	"strings"

	"github.com/spf13/cobra"
)

const completionDescription = `Prints a script that lets a shell complete commands, flags, their values, the IDs of
findings, and file names.

In bash, add to ~/.bashrc:

   source <(smscodec completion bash)

In zsh, add to ~/.zshrc, after compinit:

   source <(smscodec completion zsh)

In fish, add to ~/.config/fish/config.fish:

   smscodec completion fish | source

In PowerShell, add to $PROFILE:

   smscodec completion powershell | Out-String | Invoke-Expression`

// shells are those that have a script.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func (e environment) completionCommand(root *cobra.Command) command {
	return command{
		name:        "completion",
		usage:       "print the completion script of a shell",
		arguments:   "SHELL",
		description: completionDescription,
		complete:    func() []string { return shells },
		action: func(_ context.Context, a arguments) error {
			script, err := completionScript(root, a)
			if err == nil {
				_, err = e.stdout.Write(script)
			}
			return err
		},
	}
}

// completionScript returns the script for the shell that an argument names.
func completionScript(root *cobra.Command, a arguments) ([]byte, error) {
	var script bytes.Buffer
	var err error
	switch {
	case len(a.args) != 1:
		return nil, usage(a, "name one shell: %s", oneOf(shells))
	case a.args[0] == "bash":
		if err = root.GenBashCompletionV2(&script, true); err == nil {
			script.WriteString(bashAdditions)
		}
	case a.args[0] == "zsh":
		err = root.GenZshCompletion(&script)
	case a.args[0] == "fish":
		err = root.GenFishCompletion(&script, true)
	case a.args[0] == "powershell":
		err = root.GenPowerShellCompletionWithDesc(&script)
	default:
		return nil, usage(a, "the shells are %s%s%s", oneOf(shells), notValue(a.args[0]), didYouMean(a.args[0], shells, ""))
	}
	return script.Bytes(), err
}

// bashAdditions amend the script of package cobra.
const bashAdditions = `
# In a list that is separated by commas, the last value is completed. The script above
# would escape the commas before it compares.
eval "__smscodec_handle_word() $(declare -f __smscodec_handle_completion_types | tail -n +2)"
__smscodec_handle_completion_types()
{
    local list=
    if [[ ${cur} == *,* ]]; then
        list=${cur%,*},
        cur=${cur##*,}
        completions=("${completions[@]#"${list}"}")
    fi
    __smscodec_handle_word
    COMPREPLY=("${COMPREPLY[@]/#/${list}}")
}

# Without the package bash-completion, the words are found here. Bash takes = and : for
# ends of words, which they are not.
if ! declare -F _get_comp_words_by_ref >/dev/null; then
    __smscodec_init_completion()
    {
        local i joins=
        COMPREPLY=()
        words=()
        for ((i = 0; i <= COMP_CWORD; i++)); do
            if [[ i -gt 0 && ( -n ${joins} || ${COMP_WORDS[i]} == [=:]* ) ]]; then
                words[${#words[@]}-1]+=${COMP_WORDS[i]}
            else
                words+=("${COMP_WORDS[i]}")
            fi
            joins=
            [[ ${COMP_WORDS[i]} == *[=:] ]] && joins=1
        done
        cword=$((${#words[@]} - 1))
        cur=${words[cword]}
        prev=${words[cword-1]}
    }
fi
`

// complete returns what an option's value can be, if it begins as typed.
func (o option) complete(typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	switch {
	case o.files:
		return nil, cobra.ShellCompDirectiveDefault
	case !o.list:
		return beginningWith(o.values, typed), cobra.ShellCompDirectiveNoFileComp
	}
	// The values before the last comma stay, and none is offered again.
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var values []cobra.Completion
	for _, value := range beginningWith(o.values, typed[len(before):]) {
		word, _, _ := strings.Cut(value, "\t")
		if !strings.Contains(","+before, ","+word+",") {
			values = append(values, before+value)
		}
	}
	return values, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// completeArgument returns what an argument can be, if it begins as typed.
func (c command) completeArgument(typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	switch {
	case c.complete != nil:
		return beginningWith(c.complete(), typed), cobra.ShellCompDirectiveNoFileComp
	case c.arguments == noArguments:
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveDefault
}

func beginningWith(texts []string, beginning string) []string {
	var found []string
	for _, text := range texts {
		if strings.HasPrefix(text, beginning) {
			found = append(found, text)
		}
	}
	return found
}
