-- Who had which `ip` on one day, how often, and when first and last.
SELECT account, ip AS key, COUNT(*) AS requests, MIN(us) AS first_us, MAX(us) AS last_us
FROM day
WHERE ip IS NOT NULL
GROUP BY account, ip
