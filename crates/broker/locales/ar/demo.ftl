# صفحات خدمة تسجيل الدخول الخاصة بالعرض التوضيحي.

demo-notice = هذا عرض توضيحي. المؤسسة والأشخاص من نسج الخيال، ولا حاجة إلى كلمة مرور.

demo-accounts-title = اختيار حساب · عرض توضيحي
demo-accounts-heading = مَن تودّ أن تكون؟
demo-accounts-lead = تطلب منك المساعدة عن بُعد تسجيل الدخول. اختر شخصًا للمتابعة باسمه.

demo-group-helpers = موظفو الدعم، ويمكنهم تقديم المساعدة
demo-group-sharers = زملاء، ويمكنهم طلب المساعدة
demo-group-outsiders = من مؤسسة أخرى، ولن يُسمح له بالدخول

demo-continue-as = المتابعة باسم { $name }

demo-decline = رفض تسجيل الدخول

demo-refused-heading = لا يمكن متابعة تسجيل الدخول
demo-refused-text = يشير الطلب إلى تطبيق أو عنوان غير مسجَّل هنا. ابدأ من جديد من صفحة المساعدة عن بُعد.

demo-signed-out-heading = تم تسجيل خروجك
demo-signed-out-text = يمكنك الآن إغلاق علامة التبويب هذه.

demo-to-start = الانتقال إلى المساعدة عن بُعد
