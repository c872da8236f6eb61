DELETE
FROM "col_posts"
WHERE "account_id" = $1::text
AND "id" IN (SELECT i."value"
FROM json_array_elements_text($2::json) AS i("value"))
RETURNING 200 + COALESCE(octet_length("title"), 0) + CASE WHEN "views" IS NULL THEN 0 ELSE 8 END + CASE WHEN "rating" IS NULL THEN 0 ELSE 8 END + CASE WHEN "published" IS NULL THEN 0 ELSE 1 END + CASE WHEN "publishedat" IS NULL THEN 0 ELSE 24 END + CASE WHEN "day" IS NULL THEN 0 ELSE 10 END + COALESCE(octet_length("meta"::text), 0) + COALESCE(octet_length("labels"::text), 0) + COALESCE(octet_length("author"), 0) + COALESCE(octet_length("parent"), 0) + COALESCE(octet_length("vault"), 0) + COALESCE(octet_length("owner"), 0) AS "bytes"
