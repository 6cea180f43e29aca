/**
 * Every sentence of the node and its command line in English. `zh.ts` must hold the same keys with
 * the same placeholders.
 */
export const en = {
  // Faults of configuration and key files; the place is printed before them.
  'fault.file-missing': 'The file is missing. Run `concert init` to make it.',
  'fault.file-unreadable': 'The file cannot be read ({reason}).',
  'fault.file-size': 'The file is larger than {limit} bytes.',
  'fault.json': 'This is not valid JSON (line {line}, column {column}).',
  'fault.json-duplicate': 'A key stands twice in one object (line {line}, column {column}).',
  'fault.unknown-key': 'There is no such setting.',
  'fault.unknown-key-near': 'There is no such setting. Did you mean {nearest}?',
  'fault.missing': 'A value is required.',
  'fault.missing-variable': 'A value is required, here or in {variable}.',
  'fault.not-object': 'An object is expected.',
  'fault.not-list': 'A list is expected.',
  'fault.not-text': 'A text is expected.',
  'fault.not-integer': 'An integer is expected.',
  'fault.wrong-type': 'The value is of the wrong type.',
  'fault.too-small': 'The value must be at least {limit}.',
  'fault.too-large': 'The value must be at most {limit}.',
  'fault.too-short': 'The value must have at least {limit} characters.',
  'fault.too-long': 'The value must have at most {limit} characters.',
  'fault.too-many': 'At most {limit} entries are allowed.',
  'fault.not-choice': 'The value must be one of: {choices}.',
  'fault.host-form':
    'A host name or address is expected, in lower case, with or without a port, such as cert.example or 127.0.0.1:7401.',
  'fault.listen-form': 'A host name or an IP address without a port is expected.',
  'fault.url-form':
    'A base URL is expected: scheme, host and port only, such as https://cert.example.',
  'fault.url-https': 'The URL must use https; http is allowed only on the loopback interface.',
  'fault.url-host': 'The URL must be on the host of this node, {host}.',
  'fault.loopback': 'Only the loopback interface is allowed here: 127.0.0.1, ::1 or localhost.',
  'fault.economy': 'A two-letter code of ISO 3166 is expected, in capitals.',
  'fault.text-form':
    'The text must be in Unicode normal form C, without control characters, and not begin or end with a space.',
  'fault.witness-name': 'A witness name must not hold spaces or the sign +.',
  'fault.witness-url': 'The address of the witness is expected, such as https://witness.example.',
  'fault.vkey':
    'The verification key of a witness is expected: name+keyid+base64, of the cosignature type.',
  'fault.duplicate': 'This repeats {first}.',
  'fault.quorum':
    'A number of witnesses, or a policy text that ends in a quorum line, is expected.',
  'fault.quorum-policy': 'The policy text is not valid at {place}.',
  'fault.quorum-size': 'The quorum asks for more witnesses than the {count} that are listed.',
  'fault.database-url-missing':
    'The engine is postgres, but neither CONCERT_DATABASE_URL nor CONCERT_DATABASE_URL_FILE is set.',
  'fault.database-url-form': 'A URL that begins with postgres:// or postgresql:// is expected.',
  'fault.database-url-twice':
    'Both CONCERT_DATABASE_URL and CONCERT_DATABASE_URL_FILE are set; set only one.',
  'fault.database-url-sqlite': 'The engine is sqlite, but a database URL is set.',
  'fault.max-bytes-postgres': 'This limit works only with the engine sqlite.',
  'fault.key-mode':
    'Others than the owner may read the file (mode {mode}). Set its mode to 0600 (`chmod 600`).',
  'fault.folder-mode':
    'Others than the owner may enter the folder (mode {mode}). Set its mode to 0700 (`chmod 700`).',
  'fault.keys-missing': 'The folder of keys is missing. Run `concert init` to make keys.',
  'fault.key-missing': 'There is no key for {use} with {alg}.',
  'fault.key-malformed': 'This is not a key file of this version: see the field {field}.',
  'fault.key-mismatch': 'The public key does not belong to the secret.',
  'fault.key-name': 'The name of the file does not match the key in it: {expected} is expected.',

  // What the command line says.
  'cli.error': 'Error',
  'cli.usage': 'Usage:',
  'cli.commands': 'Commands:',
  'cli.arguments': 'Arguments:',
  'cli.options': 'Options:',
  'cli.global-options': 'Options of every command:',
  'cli.examples': 'Examples:',
  'cli.exit-codes': 'Exit codes:',
  'cli.exit.0': 'done',
  'cli.exit.1': 'refused or failed',
  'cli.exit.2': 'the command line is wrong',
  'cli.exit.3': 'the node is not running or cannot be reached',
  'cli.exit.4': 'the configuration or a key file is wrong',
  'cli.word.command': 'command',
  'cli.word.options': 'options',
  'cli.required': 'required',
  'cli.repeatable': 'may be repeated',
  'cli.default': 'default: {value}',
  'cli.choices': 'one of: {choices}',
  'cli.more-help': 'See `{command} --help`.',
  'cli.option.help': 'show help',
  'cli.option.version': 'show the version',
  'cli.option.json': 'write results as JSON',
  'cli.option.lang': 'language; otherwise CONCERT_LANG or the locale decides',
  'cli.option.data': 'data folder; otherwise CONCERT_DATA or ./concert-data',
  'cli.unknown-command': 'There is no command {name}.',
  'cli.unknown-command-near': 'There is no command {name}. Did you mean {nearest}?',
  'cli.command-missing': 'A command is missing after {name}.',
  'cli.unknown-option': 'There is no option {name}.',
  'cli.unknown-option-near': 'There is no option {name}. Did you mean {nearest}?',
  'cli.option-value-missing': 'The option {name} needs a value.',
  'cli.option-value-unexpected': 'The option {name} takes no value.',
  'cli.option-repeated': 'The option {name} may be given only once.',
  'cli.option-integer': 'The option {name} needs an integer from {min} to {max}.',
  'cli.option-choice': 'The option {name} must be one of: {choices}.',
  'cli.option-required': 'The option {name} is required.',
  'cli.argument-missing': 'The argument {name} is missing.',
  'cli.argument-unexpected': 'There is one argument too many: {value}.',
  'cli.interrupted': 'Interrupted.',
  'cli.internal': 'This is a defect of Concert; please report it with the lines below.',
  'cli.failed': 'This machine or its set-up does not allow it ({code}).',
  'cli.system': 'The system does not allow it: {reason}.',

  // The running node as the command line sees it.
  'admin.not-running': 'No node is running on {dataDir}. Start one with `concert serve`.',
  'admin.unreachable':
    'The node (process {pid}) does not answer. See its log, or start it again with `concert serve`.',
  'admin.file':
    '{file} is damaged or others may read it. Stop the node, delete the file and start again with `concert serve`.',
  'admin.denied':
    'The node does not accept this command line: it was restarted just now. Try again.',
  'admin.interrupted': 'The node broke off before it had finished. See its log.',
  'admin.refused': 'The node refused: {code}.',
  'admin.answer': 'The node gave an answer that this version does not understand.',

  // config and keys
  'config.faults': 'The configuration in {dataDir} has faults ({count}):',
  'keys.faults': 'The keys in {folder} have faults ({count}):',

  // concert init
  'init.exists': '{file} exists already. Nothing was changed.',
  'init.keys-exist':
    '{folder} holds keys, but they are not complete. Nothing was changed: restore them from a backup, or choose another data folder.',
  'init.options': 'The options have faults ({count}):',
  'init.done': 'Made a node for {host} in {dataDir}.',
  'init.kept': 'The keys found in {folder} were kept.',
  'init.key-use': 'Use',
  'init.key-alg': 'Algorithm',
  'init.key-id': 'Key id',
  'init.key-file': 'File',
  'init.next': 'What to do next:',
  'init.next.config': 'Read {file}: add witnesses, and the quorum that checkpoints need.',
  'init.next.serve': 'Start the node: {command}',
  'init.next.root':
    'When it has started, move the files root-*.json from {folder} to an offline medium, and keep a second copy elsewhere. They are needed only to sign a new identity.',
  'init.next.peer':
    'Read your safety number with `concert identity show`, and compare it with your peer over another channel.',

  // concert version
  'version.line': 'concert {version} (Node.js {node})',
  'version.node':
    'Concert needs Node.js {needed} or newer; this is {found}. Install it from https://nodejs.org.',
} as const
