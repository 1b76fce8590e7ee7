-- Who shares what over a window: only a key of two accounts or more can say that accounts belong together.
SELECT pairs.account, pairs.key, CAST(SUM(pairs.requests) AS BIGINT) AS requests
FROM pairs
JOIN keys ON pairs.key = keys.key
WHERE keys.accounts >= 2
GROUP BY pairs.account, pairs.key
