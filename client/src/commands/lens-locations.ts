import { commands } from 'vscode';
import { goToLocationCommand, showReferencesCommand } from '../../../server/src/protocol.ts';
import type { Command } from './command.ts';
import { readLensArguments } from './lens-arguments.ts';

/** Goes to the one place that a code lens tells of. */
export function goToLocation(): Command {
  return {
    id: goToLocationCommand,
    async run(...args) {
      const { uri, position, locations } = readLensArguments(args);
      await commands.executeCommand('editor.action.goToLocations', uri, position, locations, 'goto');
    },
  };
}

/** Shows the places that a code lens tells of, to choose from. */
export function showReferences(): Command {
  return {
    id: showReferencesCommand,
    async run(...args) {
      const { uri, position, locations } = readLensArguments(args);
      await commands.executeCommand('editor.action.showReferences', uri, position, locations);
    },
  };
}
