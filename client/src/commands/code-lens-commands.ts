// The commands of code lenses that lead to locations. The server sends plain data, and VS Code's own commands require
// instances of its classes.
import { Location, Position, Uri, commands } from 'vscode';
import { goToLocationCommand, showReferencesCommand } from '../../../server/src/client-support.ts';
import { list, string } from '../checks.ts';
import { UserFacingError, type Command } from '../messages.ts';
import { location, position } from '../protocol-checks.ts';
import { toRange } from '../documents.ts';
import { t } from '../../../server/src/locale.ts';

/** Goes to the only location of a code lens. */
export function goToLocation(): Command {
  return {
    id: goToLocationCommand,
    async run(...args) {
      await commands.executeCommand('editor.action.goToLocations', ...readArguments(args), 'goto');
    },
  };
}

/** Lists the locations of a code lens, to choose from. */
export function showReferences(): Command {
  return {
    id: showReferencesCommand,
    async run(...args) {
      await commands.executeCommand('editor.action.showReferences', ...readArguments(args));
    },
  };
}

const locations = list(location);

/** @throws {UserFacingError} for anything but `ShowLocationsArguments` */
function readArguments([uri, from, to]: readonly unknown[]): [Uri, Position, Location[]] {
  if (!string(uri) || !position(from) || !locations(to)) {
    throw new UserFacingError(t`Only code lenses can run this command.`);
  }
  return [
    Uri.parse(uri),
    new Position(from.line, from.character),
    to.map((each) => new Location(Uri.parse(each.uri), toRange(each.range))),
  ];
}
