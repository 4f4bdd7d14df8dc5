# لوحة المدير. تُجلب معها، إلى جانب core.ftl.
# أسماء الأشخاص والمجموعات والأدوار والتعيينات تقف خارج الرسائل حيث أمكن.

## الإطار

console-sign-in-title = سجّل الدخول للإدارة
console-sign-in-lead = سجّل الدخول بالحساب الذي لديه الإذن.
access = الصلاحيات
settings = الإعدادات
save = حفظ
saved = تم الحفظ.
edit = تعديل
remove = إزالة
removed = تمت الإزالة.

## الصلاحيات: الأدوار

access-lead = من يساعد من، ومن يدير. ما تغيّره يسري فورًا، وعلى الجلسات الجارية أيضًا.
roles = الأدوار
roles-lead = الدور مجموعة من الأذونات. لا أحد يحمله قبل أن يُعيَّن له.
new-role = دور جديد
role-new = دور جديد
role-edit = تعديل الدور
built-in = مدمج
role-permissions =
    { $count ->
        [zero] لا أذونات
        [one] إذن واحد
        [two] إذنان
        [few] { $count } أذونات
        [many] { $count } إذنًا
       *[other] { $count } إذن
    }
role-help-desk-operator = مشغّل مكتب المساعدة
    .about = كل ما يتعلق بالمساعدة، ورؤية الأجهزة.
role-school-administrator = مدير مدرسة
    .about = كل ما يتعلق بالمساعدة، ما عدا الأجهزة التي لا يجلس إليها أحد، ورؤية الأجهزة.
role-administrator = مدير
    .about = كل ما في هذه اللوحة. لا يساعد أحدًا بحد ذاته.
name = الاسم
name-hint = ما يسميه الناس به، حتى 128 حرفًا.
description = الوصف
description-hint = الغرض منه، إن لم يدل الاسم عليه.
wrong-name = يحتاج الدور إلى اسم لا يزيد على 128 حرفًا ولا يحمله دور آخر.
wrong-description = الوصف لا يزيد على 1000 حرف، في سطر واحد.
tiers = القوالب
tiers-hint = المستويات المعتادة لمكتب المساعدة. تحدد أذونات المساعدة وتترك البقية كما هي.
tier-one = المستوى 1: المشاهدة
tier-two = المستوى 2: والتحكم أيضًا
tier-three = المستوى 3: وبلا حضور أيضًا
permission-whole = { $group }: { $permission }
group-remote-help = المساعدة عن بُعد
group-remote-tasks = المهام عن بُعد
group-connector = موصل المساعدة عن بُعد
group-devices = الأجهزة المُدارة
group-audit = بيانات التدقيق
group-organization = المؤسسة
group-roles = الأدوار
permission-view-screen = عرض الشاشة
    .about = لازم للمساعدة.
permission-take-full-control = التحكم الكامل
    .about = لا يمنح شيئًا هنا: المساعدة على الويب للمشاهدة فقط.
permission-elevation = رفع الامتيازات
    .about = لا يمنح شيئًا هنا: المساعدة على الويب للمشاهدة فقط.
permission-unattended = بلا حضور
    .about = لا يمنح شيئًا هنا: المساعدة على الويب للمشاهدة فقط.
permission-offer-remote-assistance = عرض المساعدة عن بُعد
    .about = لازم للمساعدة.
permission-connector-read = قراءة
    .about = لازم للمساعدة.
permission-devices-read = قراءة
    .about = يرى الأجهزة والأشخاص ومجموعاتهم.
permission-devices-update = تحديث
    .about = يغيّر الأجهزة والأشخاص ومجموعاتهم.
permission-audit-read = قراءة
    .about = يرى سجل التدقيق وتقرير الجلسات.
permission-sessions = الجلسات
    .about = يرى الجلسات الجارية الآن ويمكنه إنهاؤها.
permission-organization-update = تحديث
    .about = يغيّر الإعدادات، ويمكنه إيقاف Remote Help.
permission-roles-update = تحديث
    .about = يغيّر الأدوار والتعيينات: من لديه هذا الإذن يمكنه منح نفسه كل ما عداه.
helps-too-little = هذا لا يكفي للمساعدة. يلزم أيضًا، من هذا الدور أو من غيره:

## الصلاحيات: التعيينات

assignments = التعيينات
assignments-lead = التعيين يمنح أشخاصًا أو مجموعات دورًا، على من يمكنهم مساعدته.
no-assignments = لا يوجد تعيين بعد.
new-assignment = تعيين جديد
assignment-new = تعيين جديد
assignment-edit = تعديل التعيين
assignment-name-hint = الغرض منه، حتى 128 حرفًا.
configured = من ملف الإعداد
configured-helpers = المساعدون في ملف الإعداد
configured-administrators = المديرون في ملف الإعداد
role = الدور
role-choose = اختر دورًا
members = الأعضاء
members-hint = من يحمل الدور: هؤلاء الأشخاص وكل من في هذه المجموعات.
members-emails = عناوين البريد الإلكتروني
members-subjects = المعرّفات
members-subjects-hint = ما تسمي به خدمة تسجيل الدخول الشخص: ”sub“، أو ”oid“ مع Entra ID. واحد في كل سطر.
members-groups = المجموعات
groups-hint = قيم خاصية المجموعات المذكورة في ملف الإعداد تحت ”identity.groups“. واحدة في كل سطر.
one-a-line = واحد في كل سطر.
member-email = بريد إلكتروني
member-subject = معرّف
member-claim = مجموعة
member-directory = الدليل
more-names =
    { $count ->
        [zero] ولا غيرهم
        [one] وواحد آخر
        [two] واثنان آخران
        [few] و{ $count } آخرون
        [many] و{ $count } آخر
       *[other] و{ $count } آخر
    }
sharers = يمكنه مساعدة
sharers-all = الجميع
sharers-groups = أشخاص في هذه المجموعات
sharers-nothing = ليس بحسب الأشخاص
sharer-groups-label = مجموعات الأشخاص
devices = على الأجهزة
devices-all = كل الأجهزة المسجّلة
devices-groups = أجهزة في هذه المجموعات
devices-nothing = ليس بحسب الأجهزة
device-groups-label = مجموعات الأجهزة
scope-sharers = من يمكنهم مساعدته
scope-devices = على أي أجهزة
scope-devices-hint = الجهاز غير المسجّل مشمول فقط حيث لا يُذكر شيء عن الأجهزة. إذا اخترت الأشخاص والأجهزة معًا وجب أن ينطبق كلاهما.
wrong-assignment-name = يحتاج التعيين إلى اسم لا يزيد على 128 حرفًا.
wrong-role = اختر دورًا موجودًا.
wrong-members = سمِّ شخصًا واحدًا أو مجموعة واحدة على الأقل. الاسم حتى 512 حرفًا، والقائمة حتى 1000 اسم.
wrong-scope = اختر الأشخاص أو الأجهزة أو كليهما، وسمِّ مجموعة واحدة على الأقل حيث تختار المجموعات.

## الصلاحيات: الإزالة

remove-role-title = إزالة الدور { $name }؟
remove-role-body = يمكن إزالته متى لم يعد أي تعيين يمنحه.
remove-assignment-title = إزالة التعيين { $name }؟
remove-assignment-body = من لا يمكنه المساعدة إلا به يفقد ذلك: تنتهي جلساته فورًا.

## الصلاحيات: لماذا

why = هل يمكن لهذا الشخص مساعدة ذاك؟
why-lead = للأشخاص الذين سبق أن سجّلوا الدخول. يبيّن أثر كل تعيين.
why-helper = من يساعد
why-sharer = من تُقدَّم له المساعدة
why-hint = عنوان بريد إلكتروني أو معرّف.
why-ask = بحث
why-yes = نعم، يمكن لهذا الشخص المساعدة.
why-unknown = أحدهما لم يسجّل الدخول هنا قط، أو يُسمى بغير ذلك.
refused-no-role = لا: لا يوجد تعيين يجعل هذا الشخص مساعدًا.
refused-missing = لا: ما يشمل هذه الجلسة لا يسمح بما يكفي. يلزم أيضًا:
refused-sharer = لا: هذا الشخص يساعد آخرين، لا من تُطلب له المساعدة.
refused-unenrolled = لا: لم يبقَ إلا ما هو بحسب الأجهزة، وهذا الجهاز غير مسجّل.
refused-device = لا: الجهاز ليس في أي من المجموعات.
why-considered = ما نُظر فيه
verdict-covers = يشمل هذه الجلسة.
verdict-covers-nothing = يشملها، لكن دوره لا يتعلق بالمساعدة.
verdict-not-a-member = المساعد ليس من أعضائه.
verdict-sharer = من تُقدَّم له المساعدة ليس في أي من مجموعاته.
verdict-unenrolled = بحسب الأجهزة، والجهاز غير مسجّل.
verdict-device = الجهاز ليس في أي من مجموعاته.
verdict-empty = لا يشمل أحدًا.

## الإعدادات

settings-lead = تسري بدلًا من ملف الإعداد، على الجلسات الجديدة فورًا، إلى أن تتراجع عنها.
section-features = ما هو متاح
section-devices = الأجهزة
section-sessions = الرموز والجلسات
section-sign-in = تسجيلات الدخول
section-strength = قوة تسجيل الدخول المطلوبة
section-audit = ما يُحفظ
setting-enabled = Remote Help مُشغَّل
    .about = عند الإيقاف لا يمكن لأحد بدء جلسة أو الانضمام إليها، ولا يدخل إلا المديرون.
setting-chat = الدردشة
    .about = يمكن للطرفين أن يتراسلا. ما يكتبانه لا يصل إلى الخادم أبدًا.
setting-notice = تنويه
    .about = بكلماتكم، حيث يُدخَل الرمز وقبل السماح بمشاهدة الشاشة.
setting-unenrolled = المساعدة على الأجهزة غير المسجَّلة
    .about = عند الإيقاف لا يُساعَد أحد على جهاز لا يعرفه الدليل، أو لم يُثبت متصفحه أي جهاز هو.
setting-others = جلسة الجهاز ليست لغيره
    .about = عند الإيقاف يُنبَّه المساعد فقط حين ينضم شخص آخر أو جهاز آخر.
setting-code = مدة صلاحية الرمز، بالثواني
    .about = بعدها يُنشئ المساعد رمزًا جديدًا.
setting-join = مدة انتظار الجلسة من ينضم، بالثواني
    .about = ابتداءً من أحدث رمز.
setting-answer = مدة الإجابة عن سؤال الثقة، بالثواني
    .about = إن لم يوافق الطرفان في الوقت المحدد تنتهي الجلسة.
setting-return = مدة انتظار الجلسة من غاب، بالثواني
    .about = ما دام الطرفان لم يوافقا بعد. بعد ذلك 60 ثانية.
setting-longest = مدة الجلسة، بالثواني
    .about = ابتداءً من أول رمز، مهما حدث.
setting-idle = مدة تسجيل الدخول غير المستخدم، بالدقائق
    .about = كل طلب يبدأ هذه المدة من جديد.
setting-absolute = مدة تسجيل الدخول، بالدقائق
    .about = مهما حدث. لا يمكن أن تكون أقصر من مدة غير المستخدم.
setting-helpers-context = المساعدون: سياق المصادقة
    .about = Microsoft Entra ID: يجب أن يستوفي تسجيل الدخول سياسات هذا السياق. والمديرون من جملة المساعدين: من يضبط هذا يُطلب منه أولًا.
setting-helpers-acr = المساعدون: طرق تسجيل الدخول (acr)
    .about = أي موفّر آخر: يجب أن تُستخدم إحدى هذه الطرق. والمديرون من جملة المساعدين: من يضبط هذا يُطلب منه أولًا.
setting-helpers-age = المساعدون: أقصى عمر لتسجيل الدخول لدى الموفّر، بالدقائق
    .about = من سجّل الدخول هناك قبل ذلك يُطلب منه مجددًا.
setting-sharers-context = طالبو المساعدة: سياق المصادقة
    .about = Microsoft Entra ID: يجب أن يستوفي تسجيل الدخول سياسات هذا السياق.
setting-sharers-acr = طالبو المساعدة: طرق تسجيل الدخول (acr)
    .about = أي موفّر آخر: يجب أن تُستخدم إحدى هذه الطرق.
setting-sharers-age = طالبو المساعدة: أقصى عمر لتسجيل الدخول لدى الموفّر، بالدقائق
    .about = من سجّل الدخول هناك قبل ذلك يُطلب منه مجددًا.
setting-retention = مدة حفظ التدقيق والجلسات المنتهية، بالأيام
    .about = ما هو أقدم يُحذف نهائيًا.
configuration-says = في ملف الإعداد:
setting-own = مُغيَّر
as-configured = كما في ملف الإعداد
on = مُشغَّل
off = موقوف
nothing = لا شيء
number = { $number }
range = من 1 إلى { $most }.
range-open = 1 على الأقل.
range-age = 0 لأي عمر، أو من { $least } إلى { $most }.
range-context = من c1 إلى c99، أو فارغ لعدم اشتراطه.
range-words = واحدة في كل سطر أو مفصولة بمسافات، أو فارغ لقبول أي طريقة.
wrong-number = يجب أن يكون عددًا صحيحًا من 1 إلى { $most }.
wrong-number-open = يجب أن يكون عددًا صحيحًا لا يقل عن 1.
wrong-relation = هذا لا يتفق مع البقية: لا يمكن أن تكون مدة تسجيل الدخول أقصر من مدة غير المستخدم.
wrong-notice = التنويه لا يزيد على { $most } حرفًا.
wrong-age = يجب أن يكون 0 أو عددًا صحيحًا من { $least } إلى { $most }.
wrong-context = يجب أن يكون سياقًا من c1 إلى c99، أو فارغًا.
wrong-context-provider = سياقات المصادقة موجودة في Microsoft Entra ID فقط.
wrong-words = 16 كلمة على الأكثر، لا تزيد كل منها على 256 من الحروف اللاتينية والأرقام والرموز.
wrong-acr-provider = مع Microsoft Entra ID حدّد سياق مصادقة بدلًا من ذلك.
settings-changes = ما سيتغيّر
settings-no-changes = لا شيء بعد.
settings-unfit = هناك ما هو خارج نطاقه: انظر ما يُقال عند الحقول.
discard = تجاهل
load-now = أظهر ما هو موجود الآن، واحتفظ بما كتبت
off-title = إيقاف Remote Help؟
off-body = تنتهي كل الجلسات الجارية فورًا للطرفين. لا يمكن لأحد بدء جلسة أو الانضمام إليها إلى أن يُشغَّل من جديد.
off-chat-title = إيقاف الدردشة؟
off-chat-body = تختفي من الجلسات الجارية، ويضيع ما كُتب فيها. وتستمر الجلسات.
off-unenrolled-title = إيقاف المساعدة على الأجهزة غير المسجَّلة؟
off-unenrolled-body = تنتهي الجلسات الجارية على هذه الأجهزة فورًا للطرفين.
off-confirm = إيقاف

## التقرير

report = التقرير
report-lead = الجلسات المنتهية، ما دامت محفوظة. الأيام والأوقات بالتوقيت العالمي UTC.
report-helper = المساعِد
report-sharer = من تلقّى المساعدة
report-somebody-hint = حساب، أو جزء من اسم أو من عنوان بريد إلكتروني.
report-device = الجهاز
report-device-hint = معرّف، أو جزء من اسم.
report-outcome = كيف انتهت
report-any-outcome = كيفما انتهت
report-began = البداية
report-duration = المدة
report-shared = مشاركة الشاشة:
report-records = السجلات
report-nobody = لم ينضم أحد
report-view-only = عرض فقط
report-sessions = الجلسات
report-none = لا توجد جلسة كهذه.
filters = ما يُعرض
filter-from = من
filter-to = إلى
filter-show = عرض
filter-clear = عرض الكل
pages = الصفحات
newer = الأحدث
older = الأقدم
export-csv = تصدير بصيغة CSV
export-jsonl = تصدير بأسطر JSON
totals = بالأرقام
total-sessions = الجلسات
total-started = وافق الطرفان
total-duration = المدة مجتمعة
total-median = وسيط المدة
total-shared = مشاركة الشاشات
total-outcomes = كيف انتهت
chart-sessions = الجلسات في اليوم
chart-durations = مدتها في اليوم
chart-most = الأقصى:
chart-cut =
    { $count ->
        [zero] لا يُرسم أي يوم؛ الجدول يضم الكل.
        [one] يُرسم اليوم الأخير؛ الجدول يضم الكل.
        [two] يُرسم اليومان الأخيران؛ الجدول يضم الكل.
        [few] تُرسم آخر { $count } أيام؛ الجدول يضم الكل.
        [many] يُرسم آخر { $count } يومًا؛ الجدول يضم الكل.
       *[other] يُرسم آخر { $count } يوم؛ الجدول يضم الكل.
    }
chart-table = الأرقام نفسها يومًا بيوم
chart-day = اليوم
outcome-ended-by-helper = أنهاها المساعِد
outcome-ended-by-sharer = أنهاها من تلقّى المساعدة
outcome-declined-by-sharer = رفضها من كان سيتلقى المساعدة
outcome-declined-by-helper = رفضها المساعِد
outcome-consent-timed-out = لم يوافق الطرفان في الوقت المحدد
outcome-nobody-joined = لم ينضم أحد في الوقت المحدد
outcome-helper-gone = غاب المساعِد
outcome-sharer-gone = غاب من تلقّى المساعدة
outcome-too-long = بلغت أطول مدة
outcome-ended-by-administrator = أنهاها مدير
outcome-not-permitted = لا يجوز للمساعِد مساعدة من انضم
outcome-permission-withdrawn = سُحب الإذن
outcome-unknown = انتهت لسبب غير معروف هنا

## سجل التدقيق

audit = سجل التدقيق
audit-lead = ما حدث ومن فعله، ما دام محفوظًا. الأوقات بالتوقيت العالمي UTC.
audit-records = السجلات
audit-none = لا يوجد سجل كهذا.
audit-number = الرقم
audit-when = متى
audit-kind = ماذا
audit-any-kind = أيًّا كان
audit-actor = من
audit-session = الجلسة
audit-session-hint = معرّف جلسة.
audit-details = التفاصيل
audit-kind-sign-in = تسجيل دخول
audit-kind-sign-out = تسجيل خروج
audit-kind-sign-in-refused = رُفض تسجيل الدخول
audit-kind-session-created = بدأت جلسة
audit-kind-code-issued = أُنشئ رمز
audit-kind-joined = انضمام برمز
audit-kind-code-refused = رُفض رمز
audit-kind-join-refused = رُفض الانضمام
audit-kind-code-alarm = إنذار: رموز خاطئة كثيرة
audit-kind-consent-given = سماح
audit-kind-consent-declined = رفض
audit-kind-consent-lapsed = انقضت الموافقة
audit-kind-connected = وافق الطرفان
audit-kind-sharing-started = بدأت المشاركة
audit-kind-sharing-paused = أُوقفت المشاركة مؤقتًا
audit-kind-sharing-resumed = استؤنفت المشاركة
audit-kind-sharing-stopped = توقفت المشاركة
audit-kind-absent = غياب
audit-kind-returned = عودة
audit-kind-access-refused = لا يجوز له المساعدة
audit-kind-chat-off = أُوقفت المحادثة
audit-kind-session-ended = انتهت الجلسة
audit-kind-settings-changed = تغيّرت الإعدادات
audit-kind-role-saved = حُفظ دور
audit-kind-role-removed = أُزيل دور
audit-kind-assignment-saved = حُفظ تعيين
audit-kind-assignment-removed = أُزيل تعيين
audit-kind-directory-person-saved = حُفظ شخص
audit-kind-directory-person-removed = أُزيل شخص
audit-kind-directory-group-saved = حُفظت مجموعة
audit-kind-directory-group-removed = أُزيلت مجموعة
audit-kind-directory-group-members = تغيّر أعضاء مجموعة
audit-kind-directory-device-saved = حُفظ جهاز
audit-kind-directory-device-removed = أُزيل جهاز
audit-kind-webhook-failed = خطاف الويب: تُرك تسليم
audit-kind-webhook-retried = خطاف الويب: أُعيدت محاولة تسليم
audit-kind-webhook-discarded = خطاف الويب: أُهمل تسليم
audit-kind-webhook-tested = اختُبر خطاف الويب
audit-kind-audit-exported = صُدّر سجل التدقيق
audit-kind-report-exported = صُدّر التقرير
audit-kind-audit-removed = أُزيلت سجلات قديمة
