DROP INDEX "ix_6f81732e737f805e1c7721d6";
-- must answer 0, else: extra.color:text longer than the 2000 bytes that an index takes
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE octet_length((CASE WHEN json_typeof(("extra" -> 'color')) = 'string' THEN (("extra" -> 'color') #>> '{}') END COLLATE "C")) > 2000;
-- must answer 0, else: title longer than the 2000 bytes that an index takes
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE octet_length("title") > 2000;
CREATE INDEX "ix_5613be03a2a9a8a912d6f1ce" ON "col_posts" ("account_id", (CASE WHEN json_typeof(("extra" -> 'color')) = 'string' THEN (("extra" -> 'color') #>> '{}') END COLLATE "C") NULLS FIRST);
CREATE INDEX "ix_21d911c57a19cab14989449d" ON "col_posts" ("account_id", "title", (CASE WHEN json_typeof(("extra" -> 'sizes' -> 1 -> 'width')) = 'number' THEN (("extra" -> 'sizes' -> 1 -> 'width') #>> '{}')::double precision END) NULLS FIRST, (CASE WHEN json_typeof(("extra" -> 'on')) = 'boolean' THEN (("extra" -> 'on') #>> '{}')::boolean END) NULLS FIRST);
