/** The nickname without the space around it, or undefined when it is not one: 1 to 32 characters. */
export function toNickname(value) {
  const nickname = typeof value === 'string' ? value.trim() : '';
  return nickname.length >= 1 && nickname.length <= 32 ? nickname : undefined;
}
