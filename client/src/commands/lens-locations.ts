// The commands of the server's code lenses that lead to locations. They get plain data, and VS Code's own commands take
// its classes.
import { Location, Position, Uri, commands } from 'vscode';
import { goToLocationCommand, showReferencesCommand } from '../../../server/src/protocol.ts';
import { list, string } from '../checks.ts';
import { Refusal } from '../messages.ts';
import { location, position } from '../preview/preview-messages.ts';
import { toRange } from '../documents.ts';
import type { Command } from './command.ts';

/** Goes to the one place that a code lens is about. */
export function goToLocation(): Command {
  return {
    id: goToLocationCommand,
    async run(...args) {
      await commands.executeCommand('editor.action.goToLocations', ...readArguments(args), 'goto');
    },
  };
}

/** Shows the places that a code lens is about, to choose from. */
export function showReferences(): Command {
  return {
    id: showReferencesCommand,
    async run(...args) {
      await commands.executeCommand('editor.action.showReferences', ...readArguments(args));
    },
  };
}

const locations = list(location);

/** @throws {Refusal} for anything but `ShowLocationsArguments` */
function readArguments([uri, from, to]: readonly unknown[]): [Uri, Position, Location[]] {
  if (!string(uri) || !position(from) || !locations(to)) throw new Refusal('This command is for code lenses.');
  return [
    Uri.parse(uri),
    new Position(from.line, from.character),
    to.map((each) => new Location(Uri.parse(each.uri), toRange(each.range))),
  ];
}
