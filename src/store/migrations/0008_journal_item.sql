-- What happened to one item is looked up by its name.

CREATE INDEX journal_item ON journal (item);
