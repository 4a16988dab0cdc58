/** How the command line ends (BEHAVIOURS §9). */
export const EXIT = { allSaved: 0, someFailed: 1, usage: 2, localFailure: 3, interrupted: 130 } as const;
