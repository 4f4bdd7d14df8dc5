# العربية

## Everywhere

product = Remote Help
role-sharer = طلب المساعدة
role-helper = تقديم المساعدة
demo-banner = هذا عرض توضيحي. الأشخاص والشركة فيه من نسج الخيال.
language = اللغة
skip-to-content = الانتقال إلى المحتوى
signed-in-as = سُجّل الدخول باسم
sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
loading = لحظة من فضلك…
try-again = إعادة المحاولة
use-another-account = استخدام حساب آخر
reload = إعادة تحميل الصفحة
to-start = العودة إلى البداية
console = الإدارة
to-console = إلى الإدارة
to-devices = الأجهزة
cancel = إلغاء
close = إغلاق
copied = تم النسخ
verified-domain = نطاق موثَّق:
callback-title = تسجيل الدخول
callback-progress = جارٍ تسجيل دخولك…

## Errors

error-detail = لمكتب الدعم لديك:
tries-left =
    { $count ->
        [0] لم تبقَ لديك أي محاولة.
        [one] بقيت لديك محاولة واحدة.
        [two] بقيت لديك محاولتان.
        [few] بقيت لديك { $count } محاولات.
        [many] بقيت لديك { $count } محاولة.
       *[other] بقيت لديك { $count } محاولة.
    }
retry-after = يمكنك المحاولة مجددًا بعد { $time }.

error-bad-request = لم ينجح ذلك.
    .next = أعد تحميل الصفحة. إذا تكرر الأمر فأخبر مكتب الدعم.
error-not-found = لا يوجد شيء هنا.
    .next = قد يكون العنوان مكتوبًا خطأً أو قديمًا. عد إلى البداية.
error-method-not-allowed = لم ينجح ذلك.
    .next = أعد تحميل الصفحة. إذا تكرر الأمر فأخبر مكتب الدعم.
error-too-large = هذا أكبر من أن يُرسَل.
    .next = اجعله أقصر وحاول مجددًا.
error-too-many-requests = كان ذلك كثيرًا دفعة واحدة.
    .next = انتظر لحظة ثم حاول مجددًا.
error-origin-refused = لا يُسمح لهذه الصفحة بذلك.
    .next = افتح Remote Help من العنوان الذي أعطتك إياه مؤسستك.
error-unsupported-version = تم تحديث Remote Help.
    .next = أعد تحميل الصفحة للمتابعة.
error-unknown-request = تم تحديث Remote Help.
    .next = أعد تحميل الصفحة للمتابعة.
error-unavailable = Remote Help غير متاح الآن.
    .next = يعود عادةً خلال دقيقة. حاول مجددًا من فضلك.
error-internal = حدث خطأ من جانبنا.
    .next = حاول مجددًا من فضلك. إذا تكرر الأمر فأخبر مكتب الدعم.
error-unknown = حدث خطأ ما.
    .next = أعد تحميل الصفحة. إذا تكرر الأمر فأخبر مكتب الدعم.

error-not-signed-in = انتهى تسجيل دخولك.
    .next = سجّل الدخول مجددًا للمتابعة.
error-insufficient-claims = تطلب مؤسستك هنا تسجيل دخول أقوى.
    .next = حاول مجددًا واتبع خطوات خدمة تسجيل الدخول، كعامل تحقق ثانٍ مثلًا. إذا لم يُجدِ ذلك فأخبر مكتب الدعم.
error-device-check = على خدمة تسجيل الدخول أن تقول شيئًا عن هذا الجهاز أولًا.
    .next = حاول مجددًا. إذا لم يُجدِ ذلك فأخبر مكتب الدعم.
error-sign-in-expired = استغرق تسجيل الدخول وقتًا طويلًا أو بدأ في نافذة أخرى.
    .next = سجّل الدخول مجددًا من هذه الصفحة. يجب أن يسمح المتصفح لهذه الصفحة بتخزين البيانات.
error-state-mismatch = تسجيل الدخول هذا لا يخص هذه الصفحة، فلم يُستخدم.
    .next = سجّل الدخول مجددًا من هذه الصفحة.
error-token-refused = تعذّر التحقق من تسجيل دخولك.
    .next = سجّل الدخول مجددًا. إذا تكرر الأمر فأخبر مكتب الدعم.
error-wrong-tenant = هذا الحساب تابع لمؤسسة أخرى.
    .next = سجّل الدخول بحسابك في هذه المؤسسة.
error-not-a-helper = هذا الحساب غير مُعَدّ لتقديم المساعدة.
    .next = استخدم حسابًا آخر أو اطلب الإذن من المسؤول. وإذا كنت أنت من يحتاج إلى المساعدة فافتح الرابط الذي أرسله إليك من يساعدك.
error-account-disabled = هذا الحساب معطَّل في مؤسستك.
    .next = استخدم حسابًا آخر أو اسأل فريق الدعم.
error-provider-unreachable = تعذّر الوصول إلى خدمة تسجيل الدخول.
    .next = تحقق من اتصالك وحاول مجددًا.
error-provider-denied = أُلغي تسجيل الدخول أو رُفض.
    .next = حاول مجددًا أو استخدم حسابًا آخر.
error-provider-interaction = تحتاج خدمة تسجيل الدخول إلى خطوة إضافية منك.
    .next = حاول مجددًا واتبع الخطوات في صفحتها.
error-provider-policy = لا تسمح مؤسستك بتسجيل الدخول هذا، أو لا تسمح به على هذا الجهاز.
    .next = حاول من جهاز تابع لمؤسستك، أو استخدم حسابًا آخر، أو اسأل مكتب الدعم.
error-provider-misconfigured = تسجيل الدخول إلى Remote Help غير مُعَدّ بشكل صحيح.
    .next = لا يمكنك إصلاح ذلك بنفسك. أخبر مكتب الدعم من فضلك.
error-provider-trouble = تواجه خدمة تسجيل الدخول مشكلة الآن.
    .next = انتظر لحظة ثم حاول مجددًا.
error-remote-help-off = Remote Help موقوف في مؤسستك.
    .next = اسأل مكتب الدعم عن طريقة الحصول على المساعدة.

error-malformed-code = هذا ليس رمز أمان.
    .next = يتكون الرمز من 8 أحرف وأرقام. تحقق منه أو اطلب ممن يساعدك قراءته لك.
error-wrong-code = هذا الرمز لا يعمل.
    .next = قد يكون مكتوبًا خطأً أو مستخدَمًا من قبل أو منتهي الصلاحية. تحقق منه أو اطلب رمزًا جديدًا.
error-too-many-wrong-codes = أُدخلت رموز كثيرة لا تعمل.
    .next = انتظر قليلًا واطلب ممن يساعدك رمزًا جديدًا.
error-own-session = هذه جلستك أنت.
    .next = أعطِ الرمز للشخص الذي تريد مساعدته.
error-helper-not-permitted = لا يُسمح لهذا الشخص بمساعدتك.
    .next = أخبره بذلك، واطلب من فريق الدعم شخصًا آخر.
error-device-not-enrolled = لا تقدّم مؤسستك المساعدة إلا على الأجهزة المعروفة لديها، وهذا الجهاز غير معروف.
    .next = استخدم جهازًا تابعًا لمؤسستك، أو اطلب من فريق الدعم تسجيل هذا الجهاز، ثم اطلب رمزًا جديدًا ممن يساعدك.
error-other-than-bound = بدأت هذه الجلسة لشخص آخر أو لجهاز آخر.
    .next = اطلب ممن يساعدك جلسة خاصة بك.
error-wrong-enrolment-link = رابط التسجيل هذا لا يعمل.
    .next = ربما استُخدم من قبل أو انتهت صلاحيته. اطلب من المسؤول رابطًا جديدًا.
error-device-key-failed = لا يستطيع هذا المتصفح الاحتفاظ بمفتاح.
    .next = غادر التصفح الخاص، أو اسمح لهذا الموقع بتخزين البيانات، ثم حاول مجددًا.
error-not-permitted = لا يُسمح لحسابك بذلك.
    .next = اطلب الإذن من أحد المسؤولين.
error-bad-field = هناك شيء ناقص أو طويل جدًا أو يشير إلى ما هو غير موجود.
    .next = صحّحه وحاول مجددًا.
error-built-in = لا يمكن تغيير هذا هنا.
    .next = ما هو مدمج يبقى كما هو، وما يأتي من ملف الإعداد يُغيَّر هناك.
error-directory-read-only = لا يمكن تغيير الدليل من هنا.
    .next = يُدار الدليل في Microsoft Entra ID وIntune: غيّره هناك.
error-changed-meanwhile = غيّر شخص آخر هذا في هذه الأثناء.
    .next = انظر إلى حاله الآن ثم غيّره مجددًا.
error-in-use = ما زال هذا قيد الاستخدام.
    .next = أزله أولًا من حيث يُستخدم.
error-last-administrator = لن يبقى عندئذٍ أي مسؤول.
    .next = عيّن شخصًا آخر مسؤولًا أولًا.
error-too-many = بلغ العدد الحد الأقصى.
    .next = أزل ما لم يعد مطلوبًا.
error-too-many-sessions = لديك جلسات مفتوحة كثيرة.
    .next = أنهِ إحداها ثم ابدأ جلسة جديدة.
error-session-not-found = هذه الجلسة غير موجودة أو ليست لهذا الحساب.
    .next = اطلب ممن يساعدك رمزًا جديدًا أو عد إلى البداية.
error-session-ended = انتهت هذه الجلسة.
    .next = للمتابعة ابدأ جلسة جديدة.
error-not-allowed = هذا غير ممكن الآن.
    .next = انظر إلى ما تعرضه الصفحة الآن وحاول من هناك.
error-stale = تقدّمت الجلسة في هذه الأثناء.
    .next = انظر إلى ما تعرضه الصفحة الآن وأجب مجددًا إذا سألت.
error-replaced = تستمر الجلسة في علامة تبويب أو نافذة أخرى.
    .next = تابع هناك أو أعدها إلى هنا.

error-network-unreachable = تعذّر الوصول إلى Remote Help.
    .next = تحقق من اتصالك بالإنترنت وحاول مجددًا.
error-peer-failed = تعذّر اتصال المتصفحين أحدهما بالآخر.
    .next = تجري إعادة المحاولة. إذا لم تنجح فقد تكون شبكة أو VPN في أحد الجانبين هي السبب: أخبر مكتب الدعم.
error-capture-denied = لا تتم مشاركة شيء: لم تُختَر أي شاشة.
    .next = اضغط «مشاركة الشاشة» مجددًا واختر ما تريد عرضه.
error-capture-blocked = لا يسمح جهازك لهذا المتصفح بتسجيل الشاشة.
    .next = على أجهزة Mac افتح «إعدادات النظام» ← «الخصوصية والأمن» ← «تسجيل الشاشة»، وفعّل متصفحك ثم أعد تشغيله. افتح بعدها هذه الصفحة مجددًا: جلستك في انتظارك.
error-capture-failed = تعذّرت مشاركة الشاشة.
    .next = حاول مجددًا أو اختر نافذة أو شاشة أخرى.
error-picture-failed = تعذّر عرض الصورة.
    .next = أعد تحميل الصفحة. الجلسة مستمرة.
error-load-failed = تعذّر تحميل جزء من هذه الصفحة.
    .next = تحقق من اتصالك ثم أعد تحميل الصفحة.
error-chat-too-long = هذه الرسالة طويلة جدًا.
    .next = اختصرها أو أرسلها على جزأين. نصك لا يزال موجودًا.
error-copy-failed = تعذّر النسخ.
    .next = حدّد النص وانسخه يدويًا.
error-save-failed = تعذّر الحفظ.
    .next = اسمح في متصفحك بالتنزيل من هذه الصفحة وحاول مرة أخرى، أو اطبع الصفحة.

## /rh: signing in, the code

sharer-sign-in-title = سجّل الدخول للحصول على المساعدة
sharer-sign-in-lead = سجّل الدخول بحساب عملك. هكذا يعرف من يساعدك من أنت، وترى أنت من هو.
sharer-sign-in-code-lead = سجّل الدخول بحساب عملك، ثم تنتقل مباشرة إلى الجلسة التي دُعيت إليها.

code-title = أدخل رمز الأمان
code-lead = يعطيك الرمزَ من يساعدك. لا يُعرض شيء من شاشتك قبل موافقتك.
code-label = رمز الأمان
code-hint = 8 أحرف وأرقام. يمكنك أيضًا لصق الرابط كاملًا.
code-empty = أدخل الرمز الذي أعطاك إياه من يساعدك.
code-too-short = هناك نقص: يتكون الرمز من 8 خانات.
code-too-long = هذا أكثر من اللازم: يتكون الرمز من 8 خانات.
code-bad-character = فيه حرف لا يوجد في أي رمز. تحقق منه من فضلك.
join = متابعة
joining = جارٍ الانضمام إلى الجلسة…
return-title = ما زلت في جلسة
return-lead = من يساعدك في انتظارك. يمكنك العودة دون رمز جديد.
return-session = العودة إلى جلستك
return-with = مع:
return-age = بدأت قبل { $time }

## The trust screens

trust-sharer-title = هل تعرف هذا الشخص؟
trust-sharer-lead = يعرض هذا الشخص مساعدتك ويود رؤية شاشتك.
trust-sharer-sees = أنت تختار ما يراه: شاشتك كاملة أو نافذة واحدة أو علامة تبويب واحدة.
trust-sharer-cannot = يمكنه المشاهدة فقط. لا يمكنه النقر أو الكتابة أو فتح أي شيء.
trust-sharer-stop = يمكنك الإيقاف المؤقت أو الإنهاء في أي وقت. لا يُسجَّل شيء.
trust-helper-title = هل هذا هو الشخص الذي تريد مساعدته؟
trust-helper-lead = انضم هذا الشخص برمزك. لا تتصل إلا إذا كنت تتوقعه.
trust-helper-check = قارن الاسم والشركة بمن تتحدث إليه.
trust-helper-view-only = سترى ما يختار مشاركته. لا يمكنك التحكم في جهازه.
trust-helper-recorded = يُدوَّن من ساعد مَن ومتى، أما الصورة والدردشة فلا تُحفظان.
allow = سماح
decline = رفض
confirm = اتصال
trust-time-left = الوقت المتبقي للإجابة:
device-yours = جهازك:
device-theirs = جهاز الشخص الآخر:
device-state-compliant = يستوفي سياسات مؤسستك.
device-state-not-compliant = لا يستوفي سياسات مؤسستك.
device-state-in-grace-period = لا يستوفي سياسات مؤسستك بعد، وما زال هناك وقت لإصلاح ذلك.
device-state-unknown = لا يُعرف هل يستوفي سياسات مؤسستك.
device-state-unenrolled = لا تعرفه مؤسستك.
device-proof-claim = خدمة تسجيل الدخول تحدد أي جهاز هو.
device-proof-proxy = تم التحقق من شهادته.
device-proof-key =
    { $side ->
        [helper] متصفح الشخص الآخر مسجَّل عليه.
       *[sharer] متصفحك مسجَّل عليه.
    }
device-proof-presumed =
    { $side ->
        [helper] هذا افتراض لا إثبات: بدأت الجلسة من أجله، وانضم صاحبه من نظام من نوعه.
       *[sharer] هذا افتراض: بدأت الجلسة من أجله.
    }
device-proof-unknown = لا تستطيع هذه الصفحة أن تقول كيف عُرف. أعد تحميلها.
device-verdict-compliant = أُثبت بتسجيل الدخول: هكذا تقول خدمة تسجيل الدخول.
device-verdict-not-compliant = سُئلت خدمة تسجيل الدخول عن هذا الجهاز ولم تؤكّده.
device-verdict-silent = سُئلت خدمة تسجيل الدخول عن هذا الجهاز ولم تُجب.
device-warning-title = احذر من هذا الجهاز
device-warning-not-compliant = لا يستوفي سياسات مؤسستك، وقد لا يكون آمنًا.
device-warning-unknown = لا أحد يستطيع الآن أن يقول هل هو آمن.
device-warning-unenrolled = لا تعرفه مؤسستك، ولا أحد يستطيع أن يقول هل هو آمن.
device-warning-risk = لا تدع أحدًا يكتب عليه بيانات دخول المسؤولين، فقد تسجلها برامج أخرى هناك وتستخدمها في مكان آخر.
device-warning-person = بدأت هذه الجلسة لشخص آخر:
device-warning-device = لم يكن الانضمام من الجهاز الذي بدأت الجلسة من أجله:
device-warning-changed = تغيّرت حالة جهاز الشخص الآخر. انتبه لما يُكتب عليه.
device-continue = أفهم الخطر، متابعة
bound-to = هذه الجلسة لجهاز واحد فقط:
bound-owner = صاحبه:
enrol-sign-in-title = سجّل الدخول لتسجيل هذا الجهاز
enrol-sign-in-lead = سجّل الدخول بحساب عملك، على الجهاز الذي أُنشئ الرابط من أجله.
enrol-title = تسجيل هذا المتصفح
enrol-lead = أُعطيت هذا الرابط لجهاز من أجهزة مؤسستك:
enrol-other-system = يعمل هذا المتصفح على نظام من نوع غير نظام ذلك الجهاز. افتح الرابط هناك.
enrol-means = لا تسجّل إلا إذا كنت الآن على ذلك الجهاز. يحتفظ متصفحك عندئذ بمفتاح يعرف به Remote Help هذا الجهاز كلما طلبت المساعدة. لا يغادر المفتاح هذا المتصفح أبدًا.
enrol = تسجيل هذا المتصفح
enrol-done = هذا المتصفح مسجَّل على:
enrol-missing = لا يوجد رابط تسجيل هنا. افتح الرابط الذي أُعطيته.
check-title = تعذّر تأكيد جهازك
check-refused = لم تؤكّد خدمة تسجيل الدخول في مؤسستك أن هذا الجهاز يستوفي سياساتها.
check-silent = لم تُجب خدمة تسجيل الدخول في مؤسستك عن هذا الجهاز.
check-edge = لا يُظهر Microsoft Edge جهازك إلا إذا كنت مسجّل الدخول إلى Edge نفسه بحساب عملك. افتح ملفك الشخصي أعلى نافذته وسجّل الدخول هناك، ثم تحقّق مجددًا.
check-browser = بعض المتصفحات لا تُظهر جهازك لخدمة تسجيل الدخول إلا بإضافة أو إعداد. أما Microsoft Edge فيفعل ما دمت مسجّل الدخول إليه بحساب عملك.
check-go-on-means = يمكنك المتابعة على أي حال. سترى أنت ومساعدك ما هو معروف عن هذا الجهاز.
check-go-on = متابعة
check-again = تحقّق مجددًا
renew-title = هل هذا هو الجهاز الذي سجّلته؟
renew-lead = يبدو أن متصفحك نسيه، كما تفعل بعض المتصفحات بعد أسبوع. لا تجدّد إلا إذا كنت الآن على ذلك الجهاز.
renew = تجديد
renew-done = سُجّل هذا المتصفح من جديد.
answered-title = في انتظار الطرف الآخر
answered-wait-helper = لقد وافقت. بقي أن يتصل من يساعدك.
answered-wait-sharer = لقد وافقت. بقي أن يسمح الشخص الآخر بذلك.
cancel-session = إنهاء الجلسة

## /rh: sharing

share-title = شارك شاشتك
share-lead = تم الاتصال. لا يرى من يساعدك شيئًا بعد.
share-cut-off = انتهت المشاركة من خارج هذه الصفحة: أُغلقت النافذة أو أوقفها المتصفح. لم يعد من يساعدك يرى شيئًا.
share-how = يسألك المتصفح عمّا تريد عرضه. «الشاشة بأكملها» هي أفضل خيار لمعظم المشكلات.
share-close = أغلق ما لا ينبغي أن يُرى: البريد والرسائل وكلمات المرور.
share-screen = مشاركة الشاشة
sharing-title = أنت تشارك شاشتك
sharing-paused-title = المشاركة متوقفة مؤقتًا
sharing-paused-lead = يرى من يساعدك آخر صورة مجمّدة، ويعلم أنك أوقفت المشاركة مؤقتًا.
sharing-to = من يساعدك يراها:
sharing-time = مدة المشاركة
sharing-preview = هذا ما يراه من يساعدك
pause = إيقاف مؤقت
resume = متابعة
stop-sharing = إيقاف المشاركة
tab-sharing = مشاركة جارية
tab-paused = متوقفة مؤقتًا

## /rhh: signing in, starting

helper-sign-in-title = سجّل الدخول لتقديم المساعدة
helper-sign-in-lead = سجّل الدخول بحساب عملك. يرى الشخص الذي تساعده اسمك ومسماك الوظيفي وشركتك.
helper-home-title = ساعد شخصًا
helper-home-lead = ابدأ جلسة وأعطِ رمزها للشخص. ترى شاشته بعد أن يوافق.
helper-cannot-title = أنت تدير
helper-cannot-lead = يمكن لحسابك أن يدير، لا أن يساعد: لا يمكنك بدء جلسات.
start-session = بدء جلسة
start-from-device = البحث عن جهاز
open-sessions = جلساتك المفتوحة
open-session-waiting = لم ينضم أحد بعد
return-to-session = عودة

## /rhh: the code

invite-title = أعطِ هذا الرمز
invite-lead = الرمز والرابط صالحان لشخص واحد ولمرة واحدة.
invite-left = صالح لمدة
invite-mail = إرسال بالبريد
invite-mail-subject = Remote Help: انضم إلى جلستي من فضلك
invite-mail-body = افتح هذا الرابط من فضلك للحصول على المساعدة. سجّل الدخول بحساب عملك؛ لا يُثبَّت شيء، وأنت تقرر ما يُعرض.
invite-mail-code = إذا لم يعمل الرابط فافتح Remote Help وأدخل هذا الرمز:
invite-qr = رمز QR لرابط الجلسة
copy-code = نسخ الرمز
copy-link = نسخ الرابط
new-code = رمز جديد
invite-waiting = في انتظار انضمام شخص…
invite-expired-title = انتهت صلاحية الرمز
invite-expired-lead = لم ينضم أحد في الوقت المحدد. الرمز الجديد يتابع الجلسة نفسها.
notify-ask = أخبرني عندما ينضم أحد
notify-granted = سيصلك إشعار عندما ينضم أحد، حتى وأنت في علامة تبويب أخرى.
notify-denied = يحظر متصفحك إشعارات هذه الصفحة. تابع علامة التبويب هذه.
notify-title = انضم شخص إلى جلستك
notify-body = افتح علامة التبويب لترى من هو.
tab-joined = انضم شخص

## /rhh: viewing

viewing-title = مشاهدة
viewing-of = شاشة
viewing-none-title = لا تتم مشاركة شيء بعد
viewing-none-lead = الشخص الآخر يختار ما يعرضه.
viewing-none-lead-chat = الشخص الآخر يختار ما يعرضه. يمكنك الدردشة معه في هذه الأثناء.
viewing-canvas = الشاشة المشتركة
viewer-zoom = التكبير والتصغير
viewer-in = تكبير
viewer-out = تصغير
viewer-fit = ملاءمة
viewer-fitted = ملاءمة، { $factor }
viewer-actual = الحجم الفعلي
viewer-full = ملء الشاشة
viewer-key = { $tool } ({ $key })
viewer-keys = زائد وناقص للتكبير والتصغير، و0 لعرض الصورة كاملة، و1 لحجمها الفعلي، ومفاتيح الأسهم لتحريكها، وF لملء الشاشة، وS لعرض الإحصاءات.
stats-title = الإحصاءات
stats-close = إغلاق
stats-frames = إطارات/ث
stats-frames-told = المُلتقَطة: { $captured }، المُرسَلة: { $sent }، المتجاوَزة: { $skipped }
stats-data = البيانات
stats-round-trip = زمن الذهاب والإياب
stats-path = سعة المسار
stats-path-told = { $rate } على الأقل
stats-picture = الصورة الملتقطة
stats-picture-told = { $width } × { $height }، { $format ->
    [0] I420
    [1] NV12
    [2] BGRA
   *[other] RGBA
 }
stats-film = برنامج ترميز الفيديو
stats-film-told = { $codec ->
    [0] VP8
    [1] VP9
    [2] H.264
   *[other] AV1
 }
stats-film-none = لا شيء
stats-unknown = –
stats-stage = المرحلة، بالمللي ثانية
stats-median = الوسيط
stats-p95 = 95 %
stats-capture = تذبذب الالتقاط
stats-queue = الانتظار
stats-copy = النسخ
stats-damage = كشف التغييرات
stats-encode = الترميز
stats-film-encode = ترميز الفيديو
stats-send = الإرسال
stats-network = الشبكة، بالاتجاهين
stats-reassemble = إعادة التجميع
stats-decode = فك الترميز
stats-film-decode = فك ترميز الفيديو
stats-convert = التحويل
stats-draw = الرسم
stats-display = العرض
state-live = مباشر
state-unchanged = دون تغيير
state-stalled = متعثر
state-paused = متوقف مؤقتًا
state-none = لا صورة
state-age = منذ { $time }
state-stalled-hint = الصورة قديمة: تجري استعادة الاتصال.
state-paused-hint = أوقف الشخص الآخر المشاركة مؤقتًا. الصورة مجمّدة عن قصد.

## The session, on both sides

session-opening = جارٍ فتح الجلسة…
session-closed-title = الجلسة لا تستمر هنا
take-over-here = المتابعة هنا
link-retrying = انقطع الاتصال. تجري إعادة المحاولة…
presence-unstable-sharer = اتصال الشخص الآخر غير مستقر.
presence-unstable-helper = اتصال من يساعدك غير مستقر.
presence-lost-sharer = انقطع اتصال الشخص الآخر.
presence-lost-helper = انقطع اتصال من يساعدك.
presence-away-sharer = غادر الشخص الآخر الصفحة.
presence-away-helper = غادر من يساعدك الصفحة.
presence-waits = تنتظر الجلسة مدة
presence-back-sharer = عاد الشخص الآخر.
presence-back-helper = عاد من يساعدك.
leave = إنهاء الجلسة
leave-title = هل تريد إنهاء الجلسة؟
leave-body = ستنتهي لكليكما. وللمتابعة لاحقًا يلزم رمز جديد.
leave-confirm = إنهاء الجلسة

## Chat

chat-title = الدردشة
chat-label = رسالتك
chat-placeholder = اكتب رسالة
chat-send = إرسال
chat-show = إظهار الدردشة
chat-hide = إخفاء الدردشة
chat-empty = لا رسائل بعد.
chat-waiting = تُفتح الدردشة فور اتصال المتصفحين.
chat-you = أنت
chat-helper = من يساعدك
chat-sharer = الشخص الآخر
chat-pending = لم تصل بعد
chat-count = { $length } من { $limit } حرف
chat-unread =
    { $count ->
        [zero] لا رسائل جديدة
        [one] رسالة جديدة واحدة
        [two] رسالتان جديدتان
        [few] { $count } رسائل جديدة
        [many] { $count } رسالة جديدة
       *[other] { $count } رسالة جديدة
    }

## The end

ended-title = انتهت الجلسة
ended-note = لا يُشارَك أي شيء.
ended-again-helper = بدء جلسة أخرى
ended-again-sharer = إدخال رمز آخر
ended-ended-by-helper =
    { $side ->
        [helper] لقد أنهيت الجلسة.
       *[sharer] أنهى من يساعدك الجلسة.
    }
ended-ended-by-sharer =
    { $side ->
        [helper] أنهى الشخص الآخر الجلسة.
       *[sharer] لقد أنهيت الجلسة.
    }
ended-declined-by-sharer =
    { $side ->
        [helper] رفض الشخص الآخر.
       *[sharer] لقد رفضت. لم يرَ أحد شاشتك.
    }
ended-declined-by-helper =
    { $side ->
        [helper] لقد رفضت.
       *[sharer] رفض من يساعدك. اطلب رمزًا جديدًا إذا كان ذلك خطأً.
    }
ended-consent-timed-out = لم توافقا كلاكما في الوقت المحدد. لمحاولة أخرى يلزم رمز جديد.
ended-nobody-joined = لم ينضم أحد في الوقت المحدد.
ended-helper-gone =
    { $side ->
        [helper] طال غيابك.
       *[sharer] طال غياب من يساعدك.
    }
ended-sharer-gone =
    { $side ->
        [helper] طال غياب الشخص الآخر.
       *[sharer] طال غيابك.
    }
ended-too-long = بلغت الجلسة أطول مدة لها.
ended-ended-by-administrator = أنهى أحد المسؤولين الجلسة.
ended-administrator-says = ويقول:
ended-not-permitted =
    { $side ->
        [helper] لا يُسمح لك بمساعدة الشخص الذي أدخل الرمز. اسأل المسؤول أو زميلًا مسموحًا له بذلك.
       *[sharer] لا يُسمح لهذا الشخص بمساعدتك. اطلب من فريق الدعم شخصًا آخر.
    }
ended-permission-withdrawn =
    { $side ->
        [helper] سُحب إذن المساعدة في هذه الجلسة. اسأل المسؤول.
       *[sharer] لم يعد مسموحًا لمن يساعدك بالمساعدة في هذه الجلسة. اطلب من فريق الدعم شخصًا آخر.
    }
ended-device-not-enrolled =
    { $side ->
        [helper] جهاز الشخص الآخر غير معروف لدى مؤسستك، وهي لا تقدّم المساعدة إلا على الأجهزة المعروفة. اطلب تسجيله أو استخدام جهاز آخر، ثم ابدأ من جديد.
       *[sharer] لا تقدّم مؤسستك المساعدة إلا على الأجهزة المعروفة لديها، وهذا الجهاز غير معروف. استخدم جهازًا آخر، أو اطلب من فريق الدعم تسجيل هذا الجهاز.
    }
ended-other-than-bound =
    { $side ->
        [helper] انضم شخص أو جهاز غير الذي بدأت الجلسة من أجله. ابدأ من جديد، ولا تعطِ الرابط إلا لصاحبه.
       *[sharer] بدأت هذه الجلسة لشخص آخر أو لجهاز آخر. اطلب ممن يساعدك جلسة خاصة بك.
    }
ended-unknown = أُنهيت الجلسة.

## The end: the sharer's receipt

receipt-title = الإيصال
receipt-lead = هذا ما جرى. لا دور لمساعدك فيه: فهو صادر عن خدمة مؤسستك.
receipt-save = حفظ في ملف
receipt-saved = حُفظ الإيصال حيث يضع متصفحك التنزيلات.
receipt-helper = من ساعدك
receipt-sharer = أنت
receipt-device = جهازك
receipt-joined = انضممت
receipt-agreed = وافق الطرفان
receipt-agreed-never = لم توافقا كلاكما.
receipt-ended = انتهت الجلسة
receipt-why = كيف انتهت
receipt-said = ما قاله المسؤول
receipt-lasted = دامت
receipt-shared = شاركت
receipt-shared-nothing = لا شيء. لم يرَ أحد شاشتك.
receipt-shared-for = مدة المشاركة دون التوقفات
receipt-pauses = التوقفات المؤقتة
receipt-pauses-none = لا شيء
receipt-pauses-some =
    { $count ->
        [one] توقف واحد، مدته { $time }
        [two] توقفان، مدتهما معًا { $time }
        [few] { $count } توقفات، مدتها معًا { $time }
        [many] { $count } توقفًا، مدتها معًا { $time }
       *[other] { $count } توقف، مدتها معًا { $time }
    }
receipt-chat = المحادثة
receipt-chat-on = متاحة. لا يُحتفظ بما كُتب.
receipt-chat-off = غير متاحة
receipt-chat-cut = متاحة، إلى أن أوقفها مسؤول أثناء الجلسة. لا يُحتفظ بما كُتب.
receipt-mode = ما كان في وسع مساعدك
receipt-mode-view = النظر فقط. لم يكن في وسعه النقر أو الكتابة أو فتح أي شيء.
receipt-session = رقم الجلسة
receipt-fine = نوع ما شاركته هو ما ذكره متصفحك. إن كانت لديك أسئلة فأعطِ مكتب المساعدة رقم الجلسة.
surface-monitor = شاشة كاملة
surface-window = نافذة
surface-browser = علامة تبويب في المتصفح
surface-unknown = شيء لا يذكر المتصفح نوعه

## The helper's note

note-title = ملاحظة وتذكرة
note-lead = لتقرير مؤسستك. لا يراها من تساعده أبدًا.
note-text = الملاحظة
note-text-hint = ما كانت المشكلة وما فعلته. بلا كلمات مرور.
note-text-wrong = الملاحظة أطول من المسموح، أو فيها رموز ليست نصًا.
note-ticket = التذكرة
note-ticket-hint = كما يسميها نظام التذاكر لديك. اختياري.
note-ticket-wrong = المرجع أطول من المسموح، أو فيه رموز ليست نصًا.
note-count = { $length } من { $limit } حرف
note-save = حفظ الملاحظة
note-saved = حُفظت.
note-unsaved = لم تُحفظ بعد.
note-kept = ما كتبته لا يزال هنا. حاول مرة أخرى.
note-loading = يجري البحث عن ملاحظتك…
