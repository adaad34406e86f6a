"""A leader's whole term: selection, notices, training, duties, cautions, hand-over, rewards."""

SQL = """
ALTER TABLE tenure ADD COLUMN term_end TEXT;
ALTER TABLE tenure ADD COLUMN document_no TEXT;
ALTER TABLE tenure ADD COLUMN certificate_no TEXT;

-- A photo or scan of the office's own work: a portrait, a notice on the wall, a signed paper.
-- owner: the table of the record it belongs to.
CREATE TABLE scan(
    id INTEGER PRIMARY KEY, owner TEXT NOT NULL, owner_id INTEGER NOT NULL, kind TEXT NOT NULL,
    title TEXT NOT NULL, added_on TEXT NOT NULL, removed_on TEXT, width INTEGER NOT NULL,
    height INTEGER NOT NULL, thumbnail BLOB NOT NULL, body BLOB NOT NULL);
CREATE INDEX scan_owner ON scan(owner, owner_id);

-- One attempt to fill the office of a building, from the vote to the appointment.
CREATE TABLE selection(
    id INTEGER PRIMARY KEY, building_id INTEGER NOT NULL REFERENCES building,
    begun_on TEXT NOT NULL, way TEXT NOT NULL, held_on TEXT, held_at TEXT, eligible INTEGER,
    returned INTEGER, criteria TEXT, posting_id INTEGER, appointed_on TEXT, document_no TEXT,
    certificate_no TEXT, term_end TEXT, tenure_id INTEGER, closed_on TEXT, close_reason TEXT,
    note TEXT, version INTEGER NOT NULL DEFAULT 1);
CREATE INDEX selection_building ON selection(building_id);
CREATE TABLE candidate(
    id INTEGER PRIMARY KEY, selection_id INTEGER NOT NULL REFERENCES selection,
    resident_id INTEGER, leader_id INTEGER, name TEXT NOT NULL, sex TEXT, birth TEXT,
    id_number TEXT, political TEXT, education TEXT, phone TEXT, votes INTEGER,
    chosen INTEGER NOT NULL DEFAULT 0, checks TEXT, reviewer TEXT, reviewed_on TEXT,
    passed INTEGER, review_note TEXT);
CREATE INDEX candidate_selection ON candidate(selection_id);

-- A notice put up in public, of whatever kind. about: "month:2026-10", "selection:ID", …
CREATE TABLE posting(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, about TEXT NOT NULL DEFAULT '',
    unit TEXT, place TEXT, contact TEXT, drafted_on TEXT NOT NULL, posted_on TEXT, days INTEGER,
    day_unit TEXT, last_on TEXT, certain INTEGER, withdrawn_on TEXT, withdraw_reason TEXT,
    reported_on TEXT, next_step TEXT, note TEXT, conclusion TEXT, content TEXT, previous_id INTEGER,
    version INTEGER NOT NULL DEFAULT 1);
CREATE INDEX posting_about ON posting(about);
-- Months published before there was this table. The key is the month's own digits: far below any
-- generated one, and the same wherever this file is brought to this form.
INSERT INTO posting(id, kind, title, about, unit, contact, drafted_on, posted_on, days, day_unit,
    last_on, certain)
SELECT CAST(replace(m.month, '-', '') AS INTEGER), 'ranking',
    substr(m.month, 1, 4) || '年' || CAST(substr(m.month, 6) AS INTEGER) || '月楼栋长测评结果公示',
    'month:' || m.month,
    coalesce(nullif(json_extract(p.value, '$.unit'), ''), json_extract(p.value, '$.office')),
    nullif(json_extract(p.value, '$.phone'), ''), m.published_on, m.published_on,
    json_extract(s.rules, '$.notice_days'), 'working', m.notice_end, coalesce(m.notice_certain, 1)
FROM month m JOIN scheme s ON s.version = m.scheme_version
LEFT JOIN setting p ON p.key = 'profile'
WHERE m.state = 'published' AND m.published_on IS NOT NULL AND m.notice_end IS NOT NULL;
CREATE TABLE objection(
    id INTEGER PRIMARY KEY, posting_id INTEGER NOT NULL REFERENCES posting,
    received_on TEXT NOT NULL, channel TEXT, from_whom TEXT, matter TEXT NOT NULL, decided_on TEXT,
    decided_by TEXT, decision TEXT, reason TEXT, upheld INTEGER);
CREATE INDEX objection_posting ON objection(posting_id);

-- What happens to the person: steps towards the party, promises made to the building.
CREATE TABLE party_step(
    id INTEGER PRIMARY KEY, leader_id INTEGER NOT NULL REFERENCES leader, stage TEXT NOT NULL,
    happened_on TEXT NOT NULL, note TEXT);
CREATE INDEX party_step_leader ON party_step(leader_id);
CREATE TABLE commitment(
    id INTEGER PRIMARY KEY, leader_id INTEGER NOT NULL REFERENCES leader, made_on TEXT NOT NULL,
    matter TEXT NOT NULL, due_on TEXT, kept_on TEXT, note TEXT);
CREATE INDEX commitment_leader ON commitment(leader_id);

CREATE TABLE course(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, subjects TEXT,
    held_on TEXT NOT NULL, until_on TEXT, place TEXT, teacher TEXT, minutes INTEGER NOT NULL,
    certificate TEXT, note TEXT, version INTEGER NOT NULL DEFAULT 1);
CREATE TABLE attendance(
    id INTEGER PRIMARY KEY, course_id INTEGER NOT NULL REFERENCES course,
    leader_id INTEGER NOT NULL REFERENCES leader, minutes INTEGER NOT NULL, certificate_no TEXT,
    note TEXT, UNIQUE(course_id, leader_id));
CREATE INDEX attendance_leader ON attendance(leader_id);

-- The list of duties as it was from a month on; records say which edition they speak of.
CREATE TABLE duty_template(
    id INTEGER PRIMARY KEY, edition INTEGER NOT NULL UNIQUE, from_month TEXT NOT NULL,
    duties TEXT NOT NULL);
-- The 19 duties of the scheme (domain.md §1): the first edition, [key, class, name] each.
INSERT INTO duty_template(id, edition, from_month, duties) VALUES (1, 1, '2000-01',
    '[[1, 1, "政策宣传入户"], [2, 1, "通知上传下达"], [3, 1, "文明创建宣传"],
    [4, 1, "反诈消防安全知识"], [5, 1, "党建活动组织"], [6, 1, "普查登记配合"],
    [7, 2, "矛盾纠纷调解"], [8, 2, "公共区域卫生督促"], [9, 2, "安全隐患巡查"],
    [10, 2, "楼道堆物飞线劝导"], [11, 2, "邻里活动"], [12, 2, "文明公约监督"],
    [13, 2, "突发事件首报"], [14, 3, "一户一档登记与更新"], [15, 3, "民意收集与反馈"],
    [16, 3, "特殊人群走访"], [17, 3, "便民代办"], [18, 3, "应急帮扶"],
    [19, 3, "流动人口与出租房信息更新"]]');
CREATE TABLE duty_record(
    id INTEGER PRIMARY KEY, tenure_id INTEGER NOT NULL REFERENCES tenure, month TEXT NOT NULL,
    edition INTEGER NOT NULL REFERENCES duty_template(edition), duty INTEGER NOT NULL,
    done_on TEXT, times INTEGER NOT NULL, note TEXT);
CREATE INDEX duty_record_month ON duty_record(month, tenure_id);
CREATE INDEX duty_record_tenure ON duty_record(tenure_id);

-- What last places led to. stage: 1 reminder, 2 talk, 3 proposal and decision.
CREATE TABLE caution(
    id INTEGER PRIMARY KEY, tenure_id INTEGER NOT NULL REFERENCES tenure, stage INTEGER NOT NULL,
    months TEXT NOT NULL, done_on TEXT, done_by TEXT, place TEXT, said TEXT, promised TEXT,
    review_on TEXT, decision TEXT, reason TEXT, first_signer TEXT, second_signer TEXT,
    signed_on TEXT, note TEXT, version INTEGER NOT NULL DEFAULT 1, way TEXT, reviewed_on TEXT,
    review_note TEXT, second_signed_on TEXT);
CREATE INDEX caution_tenure ON caution(tenure_id);
CREATE TABLE handover(
    id INTEGER PRIMARY KEY, tenure_id INTEGER NOT NULL REFERENCES tenure, to_tenure_id INTEGER,
    receiver TEXT, held_on TEXT, items TEXT NOT NULL, giver_signed TEXT, receiver_signed TEXT,
    witness TEXT, finished_on TEXT, note TEXT, version INTEGER NOT NULL DEFAULT 1, giver TEXT,
    giver_absent TEXT);
CREATE INDEX handover_tenure ON handover(tenure_id);

-- Money and promotions. cents: None where it is no money.
CREATE TABLE reward(
    id INTEGER PRIMARY KEY, leader_id INTEGER NOT NULL REFERENCES leader, building_id INTEGER,
    kind TEXT NOT NULL, month TEXT, cents INTEGER, title TEXT, basis TEXT, proposed_on TEXT,
    approved_on TEXT, approved_by TEXT, paid_on TEXT, paid_by TEXT, cancelled_on TEXT,
    cancel_reason TEXT, note TEXT, version INTEGER NOT NULL DEFAULT 1);
CREATE INDEX reward_leader ON reward(leader_id);
CREATE UNIQUE INDEX reward_flag ON reward(building_id, month) WHERE kind = 'flag'
    AND cancelled_on IS NULL;

-- What went, table by table: the history of a leader also names what was deleted.
CREATE INDEX change_log_gone ON change_log(tbl) WHERE kind = 'delete';
"""
