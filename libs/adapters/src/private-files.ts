/** Only the owner may list a data folder, and read and write what is in it. */
export const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;
