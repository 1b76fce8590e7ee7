-- Who had which `head_sketch` on one day, how often, and when first and last.
SELECT account, head_sketch AS key, COUNT(*) AS requests, MIN(us) AS first_us, MAX(us) AS last_us
FROM day
WHERE head_sketch IS NOT NULL
GROUP BY account, head_sketch
