-- Finished purchases by the thousand, for measuring. Two in three are bought directly, the others
-- by quotation from three suppliers; nine orders in ten are accepted. Values follow public records
-- of 2025: the median near Rp 8 million.

CREATE TEMPORARY TABLE bulk ON COMMIT DROP AS
WITH offices AS (
    SELECT row_number() OVER (ORDER BY u.id) - 1 AS place, count(*) OVER () AS offices,
           a.region_id, a.id AS agency_id, a.short_name, u.id AS unit_id, r.person_id AS requester_id,
           c.person_id AS commitment_officer_id, p.person_id AS officer_id, g.territory_code,
           g.binding_from IS NULL AS is_practice
    FROM agencies a
    JOIN regions g ON g.id = a.region_id
    JOIN units u ON u.agency_id = a.id
    JOIN appointments r ON r.unit_id = u.id AND r.role = 'requester'
    JOIN appointments c ON c.agency_id = a.id AND c.role = 'commitment_officer'
    JOIN appointments p ON p.agency_id = a.id AND p.role = 'procurement_officer'
), offers AS (
    SELECT row_number() OVER (PARTITION BY region_id ORDER BY id) - 1 AS place,
           count(*) OVER (PARTITION BY region_id) AS offers, l.*
    FROM listings l
), drawn AS (
    SELECT n, o.*, l.id AS listing_id, l.supplier_id, l.category_code, l.name, l.unit, l.price,
           greatest(l.minimum_order, round(8000000 * exp(sin(n) + cos(n * 7)) / l.price))::int AS quantity,
           CAST(:moment AS timestamptz) - make_interval(days => 12 + n % 310, mins => n % 480) AS created_at,
           n % 3 = 0 AS by_quotation
    FROM (SELECT count(*) AS done FROM purchase_requests WHERE number LIKE 'PR-B-%') b,
         generate_series(b.done::int + 1, b.done::int + CAST(:purchases AS int)) n
    JOIN offices o ON o.place = n % o.offices
    JOIN offers l ON l.region_id = o.region_id AND l.place = (n * 7919) % l.offers
)
SELECT d.*, d.price * d.quantity AS total, s.regency_code,
       md5('bulk-request-' || n)::uuid AS request_id, md5('bulk-line-' || n)::uuid AS line_id,
       md5('bulk-rfq-' || n)::uuid AS rfq_id, md5('bulk-quote-' || n)::uuid AS quote_id,
       md5('bulk-award-' || n)::uuid AS award_id, md5('bulk-order-' || n)::uuid AS order_id,
       md5('bulk-budget-' || d.unit_id)::uuid AS budget_line_id
FROM drawn d JOIN suppliers s ON s.id = d.supplier_id;

CREATE TEMPORARY TABLE bulk_rivals ON COMMIT DROP AS
SELECT b.n, b.region_id, b.rfq_id, b.line_id, b.created_at, r.place,
       CASE r.place WHEN 0 THEN b.quote_id ELSE md5('bulk-rival-' || b.n || '-' || r.place)::uuid END AS quote_id,
       r.supplier_id, b.price + r.place * greatest(b.price / 20, 1) AS price, b.quantity
FROM bulk b CROSS JOIN LATERAL (
    SELECT row_number() OVER (ORDER BY s.id = b.supplier_id DESC, md5(s.id::text || b.n)) - 1 AS place,
           s.id AS supplier_id
    FROM suppliers s WHERE s.region_id = b.region_id ORDER BY place LIMIT 3
) r WHERE b.by_quotation;

INSERT INTO budget_lines (id, region_id, agency_id, unit_id, year, activity_code, activity_name,
    account_code, account_name, fund_source, dpa_number, plan_code, ceiling, reserved, committed)
SELECT budget_line_id, region_id, agency_id, unit_id, extract(year FROM CAST(:moment AS timestamptz)),
       '0.00.01.2.06.0000', 'Beban uji (contoh)', '5.1.02.01.01.0012', 'Belanja uji (contoh)', 'PAD',
       'DPA/UJI', '00000000', sum(total) + 100000000, 0, sum(total)
FROM bulk GROUP BY budget_line_id, region_id, agency_id, unit_id
ON CONFLICT (id) DO UPDATE SET ceiling = budget_lines.ceiling + excluded.committed,
    committed = budget_lines.committed + excluded.committed;

INSERT INTO purchase_requests (id, region_id, agency_id, unit_id, number, version, status, requester_id,
    approved_by_id, officer_id, budget_line_id, category_code, purpose, needed_on, window_from,
    window_until, delivery_address, delivery_contact, delivery_regency_code, event_name, has_guests,
    splitting_reason, estimate, own_estimate, needs_budget_authority, created_at, submitted_at, approved_at)
SELECT request_id, region_id, agency_id, unit_id, 'PR-B-' || lpad(n::text, 6, '0'), 4, 'ordered',
       requester_id, commitment_officer_id, officer_id, budget_line_id, category_code,
       name || ' untuk ' || short_name, (created_at + interval '10 days')::date, '08:00', '11:00',
       'Kantor ' || short_name, 'Bagian umum', regency_code, '', false, '', total, total, false,
       created_at, created_at + interval '1 hour', created_at + interval '1 day'
FROM bulk;

ALTER TABLE purchase_request_lines DISABLE TRIGGER freeze_lines;

INSERT INTO purchase_request_lines (id, region_id, purchase_request_id, position, category_code, name,
    specification, quantity, unit, price, own_price, listing_id)
SELECT line_id, region_id, request_id, 1, category_code, name, '', quantity, unit, price, price, listing_id
FROM bulk;

ALTER TABLE purchase_request_lines ENABLE TRIGGER freeze_lines;

INSERT INTO budget_holds (purchase_id, region_id, budget_line_id, reserved, committed)
SELECT request_id, region_id, budget_line_id, 0, total FROM bulk;

INSERT INTO budget_entries (id, region_id, budget_line_id, purchase_id, kind, amount, actor_id, at)
SELECT gen_random_uuid(), b.region_id, b.budget_line_id, b.request_id, step.kind, b.total, step.actor_id, step.at
FROM bulk b CROSS JOIN LATERAL (VALUES
    ('reserve', b.requester_id, b.created_at + interval '1 hour'),
    ('commit', b.commitment_officer_id, b.created_at + interval '7 days')
) step (kind, actor_id, at);

INSERT INTO rfqs (id, region_id, agency_id, purchase_request_id, number, title, status, officer_id,
    own_estimate, published_at, closes_at, opened_at, sealing_key, quotes_root, catalogue_found,
    catalogue_note, few_invited_reason)
SELECT rfq_id, region_id, agency_id, request_id, 'PP-B-' || lpad(n::text, 6, '0'),
       name || ' untuk ' || short_name, 'awarded', officer_id, total, created_at + interval '2 days',
       created_at + interval '4 days', created_at + interval '4 days 5 minutes', sha256(rfq_id::text::bytea),
       sha256(quote_id::text::bytea), false, 'Tidak ada di katalog elektronik (contoh)', ''
FROM bulk WHERE by_quotation;

INSERT INTO invitations (id, region_id, rfq_id, supplier_id, reason, invited_at, seen_at)
SELECT gen_random_uuid(), region_id, rfq_id, supplier_id, 'Kategori dan wilayah cocok',
       created_at + interval '2 days', created_at + interval '2 days 3 hours'
FROM bulk_rivals;

INSERT INTO quotes (id, region_id, rfq_id, supplier_id, total, delivery_cost, is_complete, note,
    submitted_at, opened_at)
SELECT quote_id, region_id, rfq_id, supplier_id, price * quantity, 0, true, '',
       created_at + interval '3 days', created_at + interval '4 days 5 minutes'
FROM bulk_rivals;

INSERT INTO quote_lines (quote_id, position, region_id, purchase_request_line_id, unit_price)
SELECT quote_id, 1, region_id, line_id, price FROM bulk_rivals;

INSERT INTO awards (id, region_id, agency_id, purchase_request_id, rfq_id, quote_id, supplier_id, method,
    status, number, total, delivery_cost, is_lowest, reason, officer_id, awarded_at)
SELECT award_id, region_id, agency_id, request_id, CASE WHEN by_quotation THEN rfq_id END,
       CASE WHEN by_quotation THEN quote_id END, supplier_id,
       CASE WHEN by_quotation THEN 'quotation' ELSE 'direct' END, 'signed',
       'PN-B-' || lpad(n::text, 6, '0'), total, 0, true, 'Penawaran lengkap termurah (contoh)', officer_id,
       created_at + interval '5 days'
FROM bulk;

INSERT INTO award_lines (award_id, position, region_id, purchase_request_line_id, unit_price)
SELECT award_id, 1, region_id, line_id, price FROM bulk;

INSERT INTO price_sources (award_id, position, region_id, source, evidence, total)
SELECT award_id, source, region_id, CASE source WHEN 1 THEN 'Katalog' ELSE 'Nota sebelumnya (contoh)' END,
       '', total + (source - 1) * 1000
FROM bulk CROSS JOIN generate_series(1, 2) source WHERE NOT by_quotation;

INSERT INTO purchase_orders (id, region_id, agency_id, purchase_request_id, award_id, supplier_id, status,
    number, title, contract_form, is_practice, total, net_to_supplier, requester_id, award_officer_id,
    issued_by_id, created_at, issued_at, respond_by, responded_at, reminded_percent, short_code,
    pdf_sha256, laws, end_reason)
SELECT order_id, region_id, agency_id, request_id, award_id, supplier_id,
       CASE WHEN n % 10 = 0 THEN 'issued' ELSE 'accepted' END,
       '000.3.2/B' || n || '/' || upper(short_name) || '/' || to_char(created_at, 'FMRM/YYYY'),
       CASE WHEN total > 50000000 THEN 'SURAT PERINTAH KERJA (SPK)' ELSE 'SURAT PESANAN' END,
       CASE WHEN total <= 10000000 THEN 'receipt' WHEN total <= 50000000 THEN 'voucher' ELSE 'work_order' END,
       is_practice, total, total * 98 / 100, requester_id, officer_id, commitment_officer_id,
       created_at + interval '6 days', created_at + interval '7 days', created_at + interval '8 days',
       CASE WHEN n % 10 = 0 THEN NULL ELSE created_at + interval '7 days 4 hours' END, 0,
       upper(left(md5('bulk-code-' || n), 10)),
       encode(sha256(order_id::text::bytea), 'hex'), '{}', ''
FROM bulk;

INSERT INTO audit_entries (id, region_id, chain, action, subject_kind, subject_id, before, after, reason,
    facts, laws)
SELECT gen_random_uuid(), b.region_id, b.request_id, step.action, step.kind, step.subject_id, step.before,
       step.after, '', '{}', '{}'
FROM bulk b CROSS JOIN LATERAL (VALUES
    (1, 'purchase_request.submit', 'purchase_requests', b.request_id, 'draft', 'submitted'),
    (2, 'purchase_request.approve', 'purchase_requests', b.request_id, 'submitted', 'approved'),
    (3, 'award.sign', 'awards', b.award_id, 'proposed', 'signed'),
    (4, 'purchase_order.issue', 'purchase_orders', b.order_id, 'prepared', 'issued'),
    (5, 'purchase_order.accept', 'purchase_orders', b.order_id, 'issued', 'accepted')
) step (place, action, kind, subject_id, before, after)
WHERE step.place < 5 OR b.n % 10 <> 0
ORDER BY b.n, step.place;
