DROP INDEX "ix_6f81732e737f805e1c7721d6";
-- must answer 0, else: extra.color:text longer than the 2000 bytes that an index takes
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE length(CAST((CASE WHEN json_type("extra", '$."color"') = 'text' THEN json_extract("extra", '$."color"') END) AS BLOB)) > 2000;
-- must answer 0, else: title longer than the 2000 bytes that an index takes
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE length(CAST("title" AS BLOB)) > 2000;
CREATE INDEX "ix_5613be03a2a9a8a912d6f1ce" ON "col_posts" ("account_id", (CASE WHEN json_type("extra", '$."color"') = 'text' THEN json_extract("extra", '$."color"') END));
CREATE INDEX "ix_21d911c57a19cab14989449d" ON "col_posts" ("account_id", "title", (CASE WHEN json_type("extra", '$."sizes"[1]."width"') IN ('integer', 'real') THEN CAST(json_extract("extra", '$."sizes"[1]."width"') AS REAL) END), (CASE json_type("extra", '$."on"') WHEN 'true' THEN 1 WHEN 'false' THEN 0 END));
