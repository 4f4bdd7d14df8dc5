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
    .about = يغيّر الأجهزة، ومع «الأدوار: تحديث» الأشخاص والمجموعات أيضًا.
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
wrong-members = سمِّ شخصًا واحدًا أو مجموعة واحدة على الأقل. الاسم حتى 512 حرفًا، والقائمة حتى 1000 اسم. مجموعات خدمة تسجيل الدخول هي المذكورة تحت ”identity.groups“.
wrong-scope = اختر الأشخاص أو الأجهزة أو كليهما، وسمِّ مجموعة واحدة على الأقل حيث تختار المجموعات. مجموعات خدمة تسجيل الدخول هي المذكورة تحت ”identity.groups“.

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
why-device = على أي جهاز
why-no-device = جهاز غير مسجّل
why-find-device = البحث عن جهاز
why-on = الجهاز:
why-ask = بحث
why-yes = نعم، يمكن لهذا الشخص المساعدة.
why-unknown = أحدهما لم يسجّل الدخول هنا قط، أو يُسمى بغير ذلك.
refused-no-role = لا: لا يوجد تعيين يجعل هذا الشخص مساعدًا.
refused-missing = لا: ما يشمل هذه الجلسة لا يسمح بما يكفي. يلزم أيضًا:
refused-sharer = لا: هذا الشخص يساعد آخرين، لا من تُطلب له المساعدة.
refused-unenrolled = لا: لم يبقَ إلا ما هو بحسب الأجهزة، وهذا الجهاز غير مسجّل.
refused-setting = لا: لا يُساعَد أحد على جهاز غير مسجّل، بحسب الإعدادات.
refused-device = لا: الجهاز ليس في أي من المجموعات.
refused-helper-disabled = لا: حساب من سيساعد معطّل في الدليل.
refused-sharer-disabled = لا: حساب من تُقدَّم له المساعدة معطّل في الدليل.
refused-unknown = لا، لسبب لا تعرفه هذه الصفحة.
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
section-graph = Microsoft Graph
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
setting-compliance-context = سياق المصادقة الذي يُثبت امتثال الجهاز
    .about = Microsoft Entra ID: يُطلب من طالبي المساعدة عند انضمامهم، بلا صفحة حيث أمكن. ينبغي أن تشترط سياسته جهازًا ممتثلًا. والإجابة تحدّد حالة الجهاز. إن تُرك فارغًا فلا يُسأل أحد.
setting-code = مدة صلاحية الرمز، بالثواني
    .about = بعدها يُنشئ المساعد رمزًا جديدًا.
setting-join = مدة انتظار الجلسة من ينضم، بالثواني
    .about = ابتداءً من أحدث رمز.
setting-answer = مدة الإجابة عن سؤال الثقة، بالثواني
    .about = إن لم يوافق الطرفان في الوقت المحدد تنتهي الجلسة.
setting-consent = مدة بقاء الموافقة مع غياب أحد الطرفين، بالثواني
    .about = يستغرق تبديل شبكة Wi-Fi أو إعادة تحميل الصفحة بعضها. بعدها يُسأل الطرفان من جديد.
setting-return = مدة انتظار الجلسة من غاب، بالثواني
    .about = ما دام الطرفان لم يوافقا بعد، أو لم تعد موافقتهما سارية.
setting-longest = مدة الجلسة، بالثواني
    .about = ابتداءً من أول رمز، مهما حدث.
setting-idle = مدة تسجيل الدخول غير المستخدم، بالدقائق
    .about = كل طلب يبدأ هذه المدة من جديد.
setting-absolute = مدة تسجيل الدخول، بالدقائق
    .about = مهما حدث. لا يمكن أن تكون أقصر من مدة غير المستخدم.
setting-refresh = سؤال مزوّد الهوية من جديد، كل كذا دقيقة
    .about = هل ما زال يحق لمن سجّل الدخول أن يبقى، وهل ما زال في مجموعاته. يتطلب ذلك رمز تحديث يجب أن يعطيه المزوّد: docs/providers.md.
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
setting-graph-refresh = المدة التي تُسأل مايكروسوفت بعدها من جديد، بالدقائق
    .about = تسري حين يحفظ Microsoft Graph الدليل. من يُسحب حقه هناك تنتهي جلساته خلال هذه المدة.
setting-retention = مدة حفظ التدقيق والجلسات المنتهية، بالأيام
    .about = ما هو أقدم يُحذف نهائيًا.
configuration-says = في ملف الإعداد:
setting-own = مُغيَّر
as-configured = كما في ملف الإعداد
on = مُشغَّل
off = موقوف
nothing = لا شيء
never = أبدًا
number = { $number }
range = من 1 إلى { $most }.
range-open = 1 على الأقل.
range-age = 0 لأي عمر، أو من { $least } إلى { $most }.
range-interval = ‏0 لعدم السؤال أبدًا، أو من { $least } إلى { $most }.
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
report-paused =
    { $count ->
        [one] توقف مؤقت واحد، مدته { $time }
        [two] توقفان مؤقتان، مدتهما معًا { $time }
        [few] { $count } توقفات مؤقتة، مدتها معًا { $time }
        [many] { $count } توقفًا مؤقتًا، مدتها معًا { $time }
       *[other] { $count } توقف مؤقت، مدتها معًا { $time }
    }
report-ticket = التذكرة
report-ticket-hint = جزء من مرجعها.
report-noted = التذكرة والملاحظة
report-note = ملاحظة
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
export-csv = تصدير بصيغة CSV
export-jsonl = تصدير بأسطر JSON
recent-on-device = الجلسات السابقة على هذا الجهاز
recent-of-person = الجلسات التي قُدِّمت فيها المساعدة لهذا الشخص
recent-none = لا شيء مما هو محفوظ.
recent-all = كلها في التقرير
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
outcome-device-not-enrolled = الجهاز غير مسجَّل
outcome-other-than-bound = انضم شخص أو جهاز آخر
outcome-unknown = انتهت لسبب غير معروف هنا

## سجل التدقيق

audit = سجل التدقيق
audit-lead = ما حدث ومن فعله، ما دام محفوظًا. الأوقات بالتوقيت العالمي UTC.
audit-records = السجلات
audit-number = الرقم
audit-when = متى
audit-kind = ماذا
audit-any-kind = أيًّا كان
audit-actor = الفاعل
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
audit-kind-sharing-changed = مشاركة نوع آخر من السطوح
audit-kind-sharing-paused = أُوقفت المشاركة مؤقتًا
audit-kind-sharing-resumed = استؤنفت المشاركة
audit-kind-sharing-stopped = توقفت المشاركة
audit-kind-absent = غياب
audit-kind-returned = عودة
audit-kind-access-refused = لا يجوز له المساعدة
audit-kind-request-refused = رُفض الطلب
audit-kind-chat-off = أُوقفت المحادثة
audit-kind-session-ended = انتهت الجلسة
audit-kind-session-noted = تغيّرت الملاحظة أو التذكرة
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
audit-kind-device-checked = سُئلت خدمة تسجيل الدخول عن الجهاز
audit-kind-device-warning = تحذير بشأن الجهاز
audit-kind-device-changed = تغيّرت حالة الجهاز
audit-kind-sign-in-too-weak = تسجيل دخول ضعيف
audit-kind-device-link-issued = أُنشئ رابط تسجيل
audit-kind-device-enrolled = سُجّل متصفح
audit-kind-device-key-renewed = سُجّل متصفح من جديد
audit-kind-device-key-revoked = أُلغي تسجيل متصفح
audit-kind-token-issued = أُصدر رمز وصول
audit-kind-token-revoked = أُلغي رمز وصول
audit-kind-webhook-failed = خطاف الويب: تُرك تسليم
audit-kind-webhook-retried = خطاف الويب: أُعيدت محاولة تسليم
audit-kind-webhook-discarded = خطاف الويب: أُهمل تسليم
audit-kind-webhook-tested = اختُبر خطاف الويب
audit-kind-audit-exported = صُدّر سجل التدقيق
audit-kind-report-exported = صُدّر التقرير
audit-kind-directory-exported = صُدّر الدليل
audit-kind-audit-removed = أُزيلت سجلات قديمة
audit-kind-audit-key-told = ذُكر مفتاح سجل التدقيق
audit-kind-audit-key-changed = تغيّر مفتاح سجل التدقيق

## القوائم

actions = الإجراءات
filter-any = الكل
page-nothing = لم يُعثر على شيء.
page-rows = من { $first } إلى { $last }
page-rows-of = من { $first } إلى { $last } من أصل { $total }
page-back = الصفحة السابقة
page-forward = الصفحة التالية
answer-age = كما كان قبل { $time }.

## الأجهزة

devices-title = الأجهزة
devices-lead = الأجهزة التي يعرفها دليل مؤسستك. للمساعدة على أحدها افتحه وابدأ جلسة.
devices-search = بحث في الأجهزة
devices-search-hint = جزء من اسم الجهاز، أو من اسم مالكه أو بريده الإلكتروني.
devices-back = كل الأجهزة
device-name = الاسم
device-owner = المالك
device-state = الحالة
device-platform = النظام
device-seen = آخر ظهور
device-id = المعرّف في الدليل
device-nobody = لا أحد
device-groups-unknown = غير معروفة: الدليل لا يذكرها في الوقت الحالي
device-never = لم يظهر قط
device-new = جهاز جديد
device-edit = تعديل الجهاز
device-start = جلسة مساعدة جديدة عن بُعد
device-start-hint = لهذا الجهاز ومالكه. تسلّم الرمز كالمعتاد.
device-reasons = سبب عدم الامتثال
device-reasons-hint = ليقرأها الناس. واحد في كل سطر.
device-remove-title = إزالة الجهاز { $name }؟
device-remove-body = لا يعود مسجّلًا. والمتصفحات المسجّلة عليه لا تُعتمد بعد ذلك.
state-compliant = ممتثل
state-not-compliant = غير ممتثل
state-in-grace-period = في فترة سماح
state-unknown = غير معروف
state-proved = أُثبت بتسجيل الدخول
state-denied = لم تؤكّده خدمة تسجيل الدخول
state-silent = لم تُجب خدمة تسجيل الدخول عنه
proof-claim = سمّته خدمة تسجيل الدخول
proof-proxy = أثبتته شهادته
proof-key = أثبته متصفح مسجَّل عليه
proof-presumed = مفترَض، غير مثبَت
proof-unknown = لا تستطيع هذه الصفحة أن تقول كيف عُرف
state-unenrolled = غير مسجّل
platform-windows = Windows
platform-macos = macOS
platform-linux = Linux
platform-ios = iOS أو iPadOS
platform-android = Android
platform-other = غير ذلك
owner-find = البحث عن المالك
browsers = المتصفحات المسجّلة
browsers-lead = المتصفح المسجّل يثبت في كل جلسة أنه على هذا الجهاز.
browsers-none = لا يوجد متصفح مسجّل على هذا الجهاز.
browser-who = سجّله
browser-since = وقت التسجيل
browser-used = آخر استخدام
browser-never = لم يُستخدم قط
browser-renewed = مُجدَّد
browser-revoke = إلغاء
browser-revoke-title = إلغاء متصفح { $name }؟
browser-revoke-body = من الآن لا يثبت أنه على هذا الجهاز. لتسجيله من جديد يلزم رابط جديد.
browser-revoked = تم الإلغاء.
enrolment = رابط تسجيل
enrolment-title = رابط تسجيل لهذا الجهاز
enrolment-what = افتحه مرة واحدة على هذا الجهاز في المتصفح المراد تسجيله. سلّمه كما تسلّم كلمة مرور: من يفتحه أولًا يسجّل متصفحه.
enrolment-lasts = لا يظهر إلا الآن، ويمكن استخدامه خلال { $time }.
enrolment-earlier = رابط أُنشئ من قبل لا يزال صالحًا لمدة { $time }. الرابط الجديد يحل محله.

## الدليل: الأشخاص والمجموعات

directory = الدليل
kept-here = يحفظ Remote Help هذا الدليل بنفسه. من يحق له تحديث الأجهزة يمكنه تغييرها هنا، ومن يحق له أيضًا تحديث الأدوار يمكنه تغيير الأشخاص والمجموعات.
kept-by-graph = يحفظ Microsoft Entra ID وIntune هذا الدليل، ويُقرأ عبر Microsoft Graph. غيّره هناك: هنا للقراءة فقط.
kept-elsewhere = هذا الدليل محفوظ في مكان آخر. هنا للقراءة فقط.
people = الأشخاص
people-list = الأشخاص في الدليل
people-search = بحث في الأشخاص
people-search-hint = جزء من الاسم أو من البريد الإلكتروني.
people-back = كل الأشخاص
person-new = شخص جديد
person-name = الاسم
person-email = البريد الإلكتروني
person-email-hint = به يُعثر على من لا يُعرف معرّفه بعد.
person-subject = المعرّف
person-subject-hint = ما تسمي به خدمة تسجيل الدخول الشخص: ”sub“، أو ”oid“ مع Entra ID.
person-title = المسمى الوظيفي
person-company = الشركة
person-optional = يظهر للطرف الآخر. يمكن تركه فارغًا.
person-account = الحساب
person-remove-title = إزالة { $name } من الدليل؟
person-remove-body = تبقى أجهزته بلا مالك. ما يحق له بمجموعة في الدليل لا يحق له بعد ذلك: تنتهي تلك الجلسات فورًا.
account-enabled = قابل للاستخدام
account-disabled = معطّل
account-may-be-used = يمكن استخدام الحساب
    .about = عند الإيقاف لا يدخل هذا الشخص بعد ذلك، وتنتهي جلساته فورًا.
groups = المجموعات
groups-none = ليس في أي مجموعة
groups-there-are-none = لا توجد مجموعة بعد.
groups-list = المجموعات في الدليل
groups-lead = التعيينات تمنح مجموعات الأشخاص أدوارًا، ونطاقاتها تسمي مجموعات أشخاص وأجهزة.
groups-search = بحث في المجموعات
groups-search-hint = جزء من الاسم.
groups-back = كل المجموعات
groups-count =
    { $count ->
        [zero] لا مجموعات
        [one] مجموعة واحدة
        [two] مجموعتان
        [few] { $count } مجموعات
        [many] { $count } مجموعة
       *[other] { $count } مجموعة
    }
group-new = مجموعة جديدة
group-name = الاسم
group-kind = تتكون من
group-of-people = أشخاص
group-of-devices = أجهزة
group-members = الأعضاء
group-remove-title = إزالة المجموعة { $name }؟
group-remove-body = يبقى أعضاؤها في الدليل. والأدوار والنطاقات التي تعتمد على هذه المجموعة لا تصل إليهم بعد ذلك.
member = العضو
member-find-person = إضافة شخص
member-find-device = إضافة جهاز
member-added = تمت الإضافة.
member-remove = إخراج
wrong-entry-name = يلزم اسم لا يزيد على 128 حرفًا.
wrong-owner = لم يعد هذا الشخص في الدليل. اختر غيره أو لا أحد.
wrong-choice = اختر واحدًا من هذه.
wrong-reasons = 32 سطرًا على الأكثر، كل منها حتى 256 حرفًا، بلا فواصل منقوطة.
wrong-groups = إحدى هذه المجموعات لم تعد موجودة. انظر إليها من جديد.
wrong-email = هذا ليس بريدًا إلكترونيًا، أو يحمله شخص آخر.
wrong-subject = المعرّف لا يزيد على 255 حرفًا، ولا يحمله أحد غيره.
wrong-line = 128 حرفًا على الأكثر.

## الدليل: الاستيراد والتصدير

files = الاستيراد والتصدير
files-read-only = يمكن استيراد الملفات وتصديرها فقط حيث يحفظ Remote Help الدليل بنفسه، لمن يحق له تحديث الأجهزة.
files-groups = المجموعات
files-people = الأشخاص
files-devices = الأجهزة
import = استيراد
import-lead = الملفات بصيغة CSV وترميز UTF-8. استورد المجموعات أولًا ثم الأشخاص ثم الأجهزة. الملف الذي فيه خطأ لا يغيّر شيئًا.
import-devices-only = يمكنك استيراد الأجهزة. الأشخاص والمجموعات يحددون من يُسمح له بماذا، لذلك يتطلب استيرادهم أيضًا إذن «الأدوار: تحديث».
import-kind = ما في الملف
import-file = الملف
import-file-hint = ملف CSV يسمي سطره الأول الأعمدة، كملف صُدِّر من هنا.
import-no-file = اختر ملفًا أولًا.
import-unreadable = تغيّر الملف أو نُقل بعد اختياره. اختره من جديد.
import-replace = استبدال الكل
    .about = ما ليس في الملف يُزال من الدليل. وإلا يبقى كما هو.
import-check = فحص الملف
import-would = الملف سليم. باستيراده يتغيّر ما يلي:
import-done = تم استيراد الملف:
import-bad = لم يُستورد شيء. صحّح ما يلي في الملف وافحصه من جديد:
import-new = جديد
import-changed = متغيّر
import-unchanged = بلا تغيير
import-removed = مُزال
import-replace-title = إزالة ما ليس في الملف: { $name }؟
import-replace-body = ما لا يسميه الملف يُزال من الدليل. والجلسات المعتمدة عليه تنتهي فورًا.
import-said = تم. انظر النتيجة.
export = تصدير
export-lead = كل ما هو من نوع واحد، كملف يمكن استيراده من جديد.
faults = أخطاء الملف
fault-line = السطر
fault-column = العمود
fault-what = الخطأ
fault-empty = هذا لازم، وهو فارغ.
fault-too-long = هذا أطول مما يُسمح.
fault-too-many = هنا عناصر أكثر مما يُسمح.
fault-hidden-characters = هنا حروف لا يراها أحد. اكتبه من جديد.
fault-semicolon = لا يجوز هنا استعمال الفاصلة المنقوطة، فهي تفصل عناصر القائمة.
fault-no-address = هذا ليس بريدًا إلكترونيًا.
fault-late = هذا وقت بعد سنة 9999.
fault-taken = يحمل هذا غيره:
fault-unknown-owner = هذا الشخص ليس في الدليل. أضفه أولًا.
fault-unknown-group = هذه المجموعة ليست في الدليل. أضفها أولًا:
fault-unknown-member = هذا ليس في الدليل. أضفه أولًا:
fault-wrong-kind = هذه المجموعة تتكون من شيء آخر:
fault-has-members = لا يتغير ما تتكون منه المجموعة ما دام لها أعضاء.
fault-no-switch = هذا ليس ”yes“ ولا ”no“.
fault-no-word = ليس من الكلمات التي يمكن أن تقف هنا:
fault-no-time = هذا ليس وقتًا. اكتب 2026-11-29T08:30:00Z أو 2026-11-29.
fault-id-twice = هذا المعرّف موجود في سطر سابق. أبقِ أحدهما. السطر:
fault-twice = لا يجوز أن يتكرر. وهو أيضًا في السطر:
fault-no-utf8 = هذا ليس بترميز UTF-8. احفظ الملف بصيغة ”CSV UTF-8“.
fault-no-header = الملف فارغ. يجب أن يسمي سطره الأول الأعمدة.
fault-unknown-column = لا يوجد عمود كهذا:
fault-column-twice = هذا العمود مكرر. أزل أحدهما:
fault-no-column = هذا العمود ناقص. أضفه:
fault-cells = عدد خلايا الصف يخالف السطر الأول. النص الذي فيه فاصل يحتاج إلى علامتي اقتباس.
fault-long-row = الصف أطول مما يُسمح. هل تنقص علامة اقتباس؟
fault-many-rows = من هنا صفوف أكثر مما يمكن استيراده دفعة واحدة. قسّم الملف.
fault-other = لا يمكن استيراد هذا.

## الجلسات الجارية

sessions = الجلسات
sessions-lead = من يساعد من في هذه اللحظة. تتابع القائمة ما يحدث من تلقاء نفسها.
sessions-now = جارية الآن
sessions-count =
    { $count ->
        [zero] لا شيء
        [one] جلسة واحدة
        [two] جلستان
        [few] { $count } جلسات
        [many] { $count } جلسة
       *[other] { $count } جلسة
    }
sessions-none = لا أحد يتلقى المساعدة الآن.
session-helper = المساعد
session-sharer = من تُقدَّم له المساعدة
session-state = الحالة
session-since = منذ
session-nobody = لم ينضم أحد بعد
session-end = إنهاء الجلسة
session-end-title = إنهاء هذه الجلسة؟
session-end-body = تنتهي فورًا للطرفين. ويُقال لهما إن مديرًا أنهاها.
session-end-who = { $helper } يساعد { $sharer }.
session-end-alone = { $helper } في انتظار من ينضم.
session-note = كلمة للطرفين
session-note-hint = يقرآنها فورًا، ويحفظها سجل التدقيق. يمكن تركها فارغة.
wrong-session-note = { $most } حرفًا على الأكثر.
session-ended-said = انتهت الجلسة.
phase-created = بانتظار من ينضم
phase-joined = الطرفان أمام شاشة الثقة
phase-connected = متصلان، ولا شيء يُشارك
phase-sharing = مشاركة الشاشة
phase-paused = متوقفة مؤقتًا
phase-unknown = غير معروف
presence-here = حاضر
presence-unstable = اتصال غير مستقر
presence-lost = انقطع الاتصال
presence-away = غادر الصفحة

## خطافات الويب

webhooks = خطافات الويب
webhooks-lead = برامج أخرى تُبلَّغ ببدء الجلسات وانتهائها وبالإنذارات.
webhooks-none = لم يُعدّ أي خطاف ويب.
webhooks-none-how = تقف في ملف الإعداد، في أقسام ”[[webhooks]]“، وتسري بعد إعادة التشغيل.
webhook-state = الحالة
webhook-idle = لا شيء في الانتظار
webhook-delivering = يجري التسليم
webhook-failing = يفشل، وتُعاد المحاولة
webhook-unknown = غير معروف
webhook-host = إلى
webhook-events = يُبلَّغ بـ
webhook-waiting = في الانتظار
webhook-dead = متروك
webhook-success = آخر تسليم
webhook-failure = آخر فشل
webhook-never = لم يحدث
webhook-test = إرسال اختبار
webhook-tested = سُلِّم الاختبار.
webhook-test-failed = لم يُسلَّم الاختبار.
event-session-started = بدأت جلسة
event-session-ended = انتهت جلسة
event-alarm = إنذار
event-test = اختبار
why-status = كان الرد { $status }.
why-timed-out = لم يأت رد في الوقت المحدد.
why-unreachable = تعذّر الوصول إليه.
why-not-known = السبب غير معروف.
letters = ما تُرك
letters-show = إظهار ما تُرك
letters-hide = إخفاء ما تُرك
letters-none = لم يُترك شيء.
letters-more = إظهار المزيد
letter-event = ما حدث
letter-at = متى
letter-attempts = المحاولات
letter-why = السبب
letter-retry = المحاولة من جديد
letter-retried = تُعاد المحاولة.
letter-discard = تجاهل
letter-discard-title = تجاهل هذا لـ { $name }؟
letter-discard-body = لن يُبلَّغ به المستقبِل أبدًا.
letter-discarded = تم التجاهل.

## رموز الوصول

tokens = رموز الوصول
tokens-lead = تستخدم البرامج الأخرى الواجهة البرمجية برمز وصول بدل تسجيل الدخول. يتيح الرمز ما يفعله المديرون، ولا يساعد أحدًا.
tokens-openapi = وصف الواجهة البرمجية (OpenAPI)
tokens-list = الرموز السارية
tokens-none = لا يوجد أي رمز.
token-new = رمز جديد
token-name = الغرض منه
token-name-hint = مثل البرنامج الذي سيستخدمه. حتى 128 حرفًا.
token-permissions = الأذونات
token-permissions-hint = ما يمكن للبرنامج فعله. لا يمكنك أن تمنح إلا ما يمكنك فعله بنفسك.
token-days = مدة سريانه بالأيام
token-will-end = ينتهي في { $time }.
token-by = أصدره
token-since = وقت الإصدار
token-ends = ينتهي
token-used = آخر استخدام
token-never = لم يُستخدم قط
token-issued = رمزك الجديد
token-issued-what = انسخه الآن: لا يظهر إلا هذه المرة. من يملكه يستطيع فعل كل ما يتيحه، فاحفظه كما تحفظ كلمة مرور.
token-copy = نسخ الرمز
token-kept = حفظته
token-revoke = إلغاء
token-revoke-title = إلغاء الرمز { $name }؟
token-revoke-body = لن يدخل البرنامج الذي يستخدمه بعد الآن، وذلك فورًا. والرمز الجديد رمز آخر.
token-revoked = تم الإلغاء.
wrong-token-permissions = اختر إذنًا واحدًا على الأقل، ومما يمكنك فعله بنفسك فقط.
wrong-token-days = يجب أن يكون عددًا صحيحًا من الأيام ضمن النطاق.
