// What the server's code lenses pass: plain data, of which VS Code's own commands want its classes.
import { Location, Position, Range, Uri } from 'vscode';
import { Refusal } from '../messages.ts';

interface LensArguments {
  readonly uri: Uri;
  readonly position: Position;
  readonly locations: Location[];
}

/** @throws {Refusal} for anything else than `ShowLocationsArguments` */
export function readLensArguments([uri, position, locations]: readonly unknown[]): LensArguments {
  if (typeof uri !== 'string' || !Array.isArray(locations)) throw new Refusal('This command is for code lenses.');
  return { uri: Uri.parse(uri), position: readPosition(position), locations: locations.map(readLocation) };
}

function readLocation(value: unknown): Location {
  const range = property(value, 'range');
  const [start, end] = [readPosition(property(range, 'start')), readPosition(property(range, 'end'))];
  return new Location(Uri.parse(String(property(value, 'uri'))), new Range(start, end));
}

function readPosition(value: unknown): Position {
  return new Position(Number(property(value, 'line')), Number(property(value, 'character')));
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) throw new Refusal('This command is for code lenses.');
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
