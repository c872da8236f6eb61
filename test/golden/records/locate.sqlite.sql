SELECT i."value" AS "id", c."account_id"
FROM json_each(?1) AS i
JOIN "record_counts" c ON c."collection_id" = ?2
JOIN "col_posts" t ON t."account_id" = c."account_id"
AND t."id" = i."value"
