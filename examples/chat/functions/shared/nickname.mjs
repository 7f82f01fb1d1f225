/** Returns the trimmed nickname, or undefined if it does not have 1 to 32 characters. */
export function toNickname(value) {
  const nickname = typeof value === 'string' ? value.trim() : '';
  return nickname.length >= 1 && nickname.length <= 32 ? nickname : undefined;
}
