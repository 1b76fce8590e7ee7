-- Who had which `cell` on one day, how often, and when first and last.
SELECT account, cell AS key, COUNT(*) AS requests, MIN(us) AS first_us, MAX(us) AS last_us
FROM day
WHERE cell IS NOT NULL
GROUP BY account, cell
