-- Full-text search over documents (FTS5, external content): triggers keep the index in step with the table.

CREATE VIRTUAL TABLE documents_fts USING fts5(
  title, body, content = 'documents', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER documents_indexed_insert AFTER INSERT ON documents
BEGIN
  INSERT INTO documents_fts (rowid, title, body) VALUES (NEW.number, NEW.title, NEW.body);
END;
--> statement-breakpoint
CREATE TRIGGER documents_indexed_delete AFTER DELETE ON documents
BEGIN
  INSERT INTO documents_fts (documents_fts, rowid, title, body) VALUES ('delete', OLD.number, OLD.title, OLD.body);
END;
--> statement-breakpoint
CREATE TRIGGER documents_indexed_update AFTER UPDATE OF title, body ON documents
BEGIN
  INSERT INTO documents_fts (documents_fts, rowid, title, body) VALUES ('delete', OLD.number, OLD.title, OLD.body);
  INSERT INTO documents_fts (rowid, title, body) VALUES (NEW.number, NEW.title, NEW.body);
END;
--> statement-breakpoint
-- Documents from before the index; without this their first update would find the index corrupt.
INSERT INTO documents_fts (documents_fts) VALUES ('rebuild');
