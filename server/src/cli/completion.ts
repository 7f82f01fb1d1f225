// `completion SHELL`: the script with which a shell completes command lines, from the definitions of the commands.
import { checkValue, command, UsageError, type Command } from './command.ts';
import { printDocument } from './output.ts';

const program = 'websocket-project';

/** The scripts by shell. The texts in them are our own: no name has a character that a shell would interpret. */
const scripts: Readonly<Record<string, (commands: readonly Command[]) => string>> = { bash, zsh, fish };

/** @param commands is called when the command runs, because it is one of them */
export function completion(commands: () => readonly Command[]): Command {
  const shells = Object.keys(scripts);
  return command({
    name: 'completion',
    parameters: 'SHELL',
    summary: 'Print the completion script of a shell: bash, zsh or fish.',
    details: ['The shell reads the script when it starts. Options, their values, commands and files are completed.'],
    words: shells,
    options: {},
    examples: [
      { line: 'completion bash >> ~/.bashrc', does: 'For bash.' },
      { line: 'completion zsh > ~/_websocket-project', does: 'For zsh, in a folder that is in $fpath.' },
      { line: 'completion fish > ~/websocket-project.fish', does: 'For fish, in ~/.config/fish/completions.' },
    ],
    async run({ positionals }) {
      const [shell, ...others] = positionals;
      if (shell === undefined || others.length > 0) throw new UsageError('completion requires the name of a shell');
      checkValue('the shell', shell, shells);
      printDocument(scripts[shell]?.(commands()) ?? '');
      return Promise.resolve(0);
    },
  });
}

/** The allowed values of an option, for each option of a command that has some. */
function choicesOf({
  name,
  options,
}: Command): { readonly command: string; readonly option: string; readonly values: string }[] {
  return Object.entries(options).flatMap(([option, { values }]) =>
    values ? [{ command: name, option: `--${option}`, values: values.join(' ') }] : [],
  );
}

function optionsOf({ options }: Command): string[] {
  return [...Object.keys(options), 'help'].map((option) => `--${option}`);
}

function bash(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const choices = commands
    .flatMap(choicesOf)
    .map(({ command, option, values }) => `    '${command} ${option}') words='${values}' ;;`);
  const words = commands.flatMap(({ name, words }) =>
    words.length > 0 ? [`      ${name}) words='${words.join(' ')}' ;;`] : [],
  );
  const options = commands.map((one) => `      ${one.name}) words='${optionsOf(one).join(' ')}' ;;`);
  return `# Completion of ${program} for bash.
_${functionName}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names} --help --version' -- "$current"))
    return
  fi
  case "$command $previous" in
${choices.join('\n')}
  esac
  if [ -z "$words" ] && [ "\${current#-}" != "$current" ]; then
    case "$command" in
${options.join('\n')}
    esac
  elif [ -z "$words" ] && [ "$COMP_CWORD" -eq 2 ]; then
    case "$command" in
${words.join('\n')}
    esac
  fi
  # Without words, files are completed.
  COMPREPLY=()
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); fi
}
complete -o bashdefault -o default -F _${functionName} ${program}
`;
}

const functionName = 'websocket_project';

/** A text in single quotes, as all three shells read it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function zsh(commands: readonly Command[]): string {
  const described = (name: string, summary: string): string =>
    quoted(`${name.replaceAll(':', String.raw`\:`)}:${summary}`);
  const names = commands.map(({ name, summary }) => `      ${described(name, summary)}`);
  const choices = commands
    .flatMap(choicesOf)
    .map(({ command, option, values }) => `    '${command} ${option}') compadd -- ${values}; return ;;`);
  const options = commands.map(({ name, options: all }) => {
    const rows = Object.entries({ ...all, help: { summary: 'Print the help.' } }).map(([option, { summary }]) =>
      described(`--${option}`, summary),
    );
    return `      ${name}) found=(${rows.join(' ')}) ;;`;
  });
  const words = commands.flatMap(({ name, words }) =>
    words.length > 0 ? [`      ${name}) compadd -- ${words.join(' ')}; return ;;`] : [],
  );
  return `#compdef ${program}
# Completion of ${program} for zsh.
_${functionName}() {
  local -a found
  if (( CURRENT == 2 )); then
    found=(
${names.join('\n')}
    )
    _describe command found
    return
  fi
  case "$words[2] $words[CURRENT-1]" in
${choices.join('\n')}
  esac
  if [[ $words[CURRENT] == -* ]]; then
    case $words[2] in
${options.join('\n')}
    esac
    _describe option found
    return
  fi
  if (( CURRENT == 3 )); then
    case $words[2] in
${words.join('\n')}
    esac
  fi
  _files
}
# In a folder of $fpath, the file is the function; elsewhere, it defines it.
if [[ $funcstack[1] == _${program} ]]; then _${functionName} "$@"; else compdef _${functionName} ${program}; fi
`;
}

function fish(commands: readonly Command[]): string {
  const complete = `complete -c ${program}`;
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.flatMap(({ name, summary, options, words }) => {
    const inCommand = `${complete} -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `${complete} -f -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d ${quoted(summary)}`,
      ...(words.length > 0 ? [`${inCommand} -f -a '${words.join(' ')}'`] : []),
      ...Object.entries(options).map(([option, { type, short, values, summary }]) =>
        [
          `${inCommand} -l ${option}`,
          ...(short === undefined ? [] : [`-s ${short}`]),
          ...(type === 'string' ? [values ? `-x -a '${values.join(' ')}'` : '-r'] : []),
          `-d ${quoted(summary)}`,
        ].join(' '),
      ),
    ];
  });
  return `# Completion of ${program} for fish.\n${lines.join('\n')}\n`;
}
