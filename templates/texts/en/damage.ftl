# Said at a terminal when the data file is damaged, in both languages.
damage-met = The data file seems to be damaged.
damage-advice =
    Do not start again and again, and change nothing in the data folder: move it aside as it is.
    Make a new data folder of the newest copy, and start the office with that:
      loket restore COPY --data NEW_FOLDER --key KEY_OF_THE_COPIES --data-key loket.key
    Copies are in the folder “cadangan” of the data, or where backup.folder of office.toml says.
    What was written after that copy is in the damaged file only: “After a restore” in the README tells how to go on.
